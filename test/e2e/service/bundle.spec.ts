import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openApiDocument } from '../../../src/api/http/openapi';
import { previewApi } from '../../../src/cli/docs/preview';

const DIST = join(__dirname, '../../../dist');

async function built(file: string): Promise<unknown> {
  return JSON.parse(await readFile(join(DIST, file), 'utf8'));
}

/** What Node.js prints of an expression. */
async function printed(expression: string, ...options: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, [...options, '-p', expression], { cwd: DIST });
  return stdout.trim();
}

describe('the bundle', () => {
  it('comes with the API as its controllers declare it', async () => {
    const api = await previewApi();
    expect(await built('api.json')).toEqual(JSON.parse(JSON.stringify(api)));
    expect(await built('openapi.json')).toEqual(JSON.parse(JSON.stringify(openApiDocument(api))));
  });

  it('is taken as V8 compiled it at the build', async () => {
    expect(await printed("require('./src/run.cjs').script.cachedDataRejected")).toBe('false');
  });

  it('is compiled anew by a V8 that would compile it otherwise', async () => {
    const expression =
      "const { script, programs } = require('./src/run.cjs'); [script.cachedDataRejected, Object.keys(programs).length > 0]";
    expect(await printed(expression, '--stack-size=900')).toBe('[ true, true ]');
  });
});
