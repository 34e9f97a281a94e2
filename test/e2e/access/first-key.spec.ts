import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../../support/processes';
import { newDataDir, removeDataDir, Service } from '../../support/service';

let dataDir: string;
let compose: string;
let args: string[];

beforeAll(async () => {
  dataDir = await newDataDir();
  compose = await readFile(join(__dirname, '../../../docker-compose.yml'), 'utf8');
  const items = /\n  first-key:\n[^]*?command:\n((?: {6}- .*\n)+)/.exec(compose)?.[1] ?? '';
  const [node, script, ...others] = items.match(/(?<=- ).*/g) ?? [];
  expect([node, script]).toEqual(['node', 'dist/src/cli/keys.js']);
  args = others.map((arg) => arg.replace('/data/', `${dataDir}/`));
});

afterAll(async () => {
  await removeDataDir(dataDir);
});

describe('the first-key command of Docker Compose', () => {
  const run = (given: readonly string[]) => runCli('keys', given, { DATA_DIR: dataDir });
  const file = () => join(dataDir, 'first.key');

  it('makes no key that it cannot store', () => {
    const nowhere = args.map((arg) => arg.replace(/(?<=--first-into=).*/, join(dataDir, 'no-folder/key')));
    const failed = run(nowhere);
    expect(failed.code).toBe(1);
    expect(failed.stderr).toContain('no-folder/key');
    expect(run(['list']).stdout.trim().split('\n')).toHaveLength(1);
  });

  it('stores a key with all scopes in a file that only its owner can read, and does not print it', async () => {
    const made = run(args);
    expect([made.code, made.stderr]).toEqual([0, '']);
    const key = (await readFile(file(), 'utf8')).trim();
    expect(key).toMatch(/^rm_\w{49}$/);
    expect(made.stdout).not.toContain(key);
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    const service = await Service.start(dataDir, { REPORT_WORKERS: '0', HOST: '0.0.0.0' });
    try {
      const session = await service.get('/session', { authorization: `Bearer ${key}` });
      expect(await session.json()).toMatchObject({ name: 'first', scopes: ['read', 'ingest', 'report', 'admin'] });
      expect((await service.get('/reports')).status).toBe(401);
    } finally {
      await service.stop();
    }
  });

  it('makes no second key, and leaves the file as it is', async () => {
    const key = await readFile(file(), 'utf8');
    expect(run(args)).toMatchObject({ code: 0, stdout: 'There is a key already, so none was made.\n' });
    expect(await readFile(file(), 'utf8')).toBe(key);
    expect(run(['list']).stdout.trim().split('\n')).toHaveLength(2);
  });
});

it('no command of Docker Compose takes a password as an argument', () => {
  const commands = compose.match(/\n {4}command:[^]*?(?=\n {4}[a-z])/g) ?? [];
  expect(commands.length).toBeGreaterThan(4);
  for (const command of commands) expect(command).not.toMatch(/\$\{?\w*PASSWORD|--requirepass/);
});
