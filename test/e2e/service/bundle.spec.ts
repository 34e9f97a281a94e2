import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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

  it('has all commands', async () => {
    for (const file of (await readdir(join(DIST, 'src/cli'))).filter((name) => name !== 'docs.js')) {
      const { stdout } = await promisify(execFile)(process.execPath, [join(DIST, 'src/cli', file), '--help']);
      expect(stdout).toContain(`npm run ${file.replace('.js', '')}`);
    }
  });

  it('is taken as V8 compiled it at the build', async () => {
    expect(await printed("require('./src/run.cjs').script.cachedDataRejected")).toBe('false');
  });

  it('is compiled anew by a V8 that would compile it otherwise', async () => {
    const expression =
      "const { script, programs } = require('./src/run.cjs'); [script.cachedDataRejected, Object.keys(programs).length > 0]";
    expect(await printed(expression, '--stack-size=900')).toBe('[ true, true ]');
  });

  it.each(['whole', 'damaged', 'cut off', 'of another file'])(
    'is compiled anew unless what V8 compiled is %s',
    async (state) => {
      const folder = await mkdtemp(join(tmpdir(), 'bundle-'));
      try {
        for (const file of ['run.cjs', 'bundle.js', 'bundle.compiled'])
          await copyFile(join(DIST, 'src', file), join(folder, file));
        const compiled = await readFile(join(folder, 'bundle.compiled'));
        if (state === 'damaged') compiled.fill(0, compiled.length / 2);
        await writeFile(join(folder, 'bundle.compiled'), state === 'cut off' ? compiled.subarray(0, 1000) : compiled);
        const source = await readFile(join(folder, 'bundle.js'), 'latin1');
        if (state === 'of another file')
          await writeFile(join(folder, 'bundle.js'), source.replace('use strict', 'use Strict'), 'latin1');
        const { stdout } = await promisify(execFile)(process.execPath, [
          '-p',
          `require('${folder}/run.cjs').script.cachedDataRejected`,
        ]);
        expect(stdout.trim()).toBe(state === 'whole' ? 'false' : 'undefined');
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  );
});
