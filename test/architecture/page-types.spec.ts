import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const ROOT = resolve(__dirname, '../..');

describe('the types of the page', () => {
  it('match the API: if not, run npm run web:types', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'restaurant-monitor-'));
    const file = join(folder, 'schema.d.ts');
    await promisify(execFile)(process.execPath, ['scripts/web-types.mjs', file], { cwd: ROOT });
    const written = await readFile(file, 'utf8');
    await rm(folder, { recursive: true });
    expect(await readFile(join(ROOT, 'web/src/api/schema.d.ts'), 'utf8')).toBe(written);
  });
});
