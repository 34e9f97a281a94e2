import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as readAll } from 'node:stream/consumers';
import { newSecret } from '../../../src/access/keys/secret';
import { runCli, runMain } from '../../support/processes';
import { json, newDataDir, removeDataDir, Service, ServiceProcess, text } from '../../support/service';

const ALL = 'read,ingest,report,admin';
const SCOPES = ALL.split(',');
const ENV = { REPORT_WORKERS: '0' };

let dataDir: string;
const running: ServiceProcess[] = [];

beforeEach(async () => {
  dataDir = await newDataDir();
});

afterEach(async () => {
  for (const each of running.splice(0)) await each.stop();
  await removeDataDir(dataDir);
});

async function start(env: Record<string, string> = {}, folder = dataDir): Promise<Service> {
  const service = await Service.start(folder, { ...ENV, ...env });
  running.push(service);
  return service;
}

async function makeKey(service: Service, scopes = SCOPES): Promise<Response> {
  return service.post('/keys', JSON.stringify({ name: 'test', scopes }), {
    'content-type': 'application/json',
    connection: 'close',
  });
}

function cli(...args: string[]): string {
  const { code, stdout, stderr } = runCli('keys', args, { DATA_DIR: dataDir });
  if (code !== 0) throw new Error(stderr);
  return stdout;
}

/** What a request answers that names another host, which `fetch` cannot do. */
async function named(service: Service, host: string, path: string): Promise<string> {
  const asked = request(service.base + path, { headers: { host }, agent: false });
  const answered = once(asked, 'response');
  asked.end();
  const [answer]: IncomingMessage[] = await answered;
  return answer ? readAll(answer) : '';
}

const status = async (service: Service, headers: Record<string, string> = {}) =>
  // On a connection of its own: while a command runs, no other is noticed to be closed.
  (await service.get('/reports', { ...headers, connection: 'close' })).status;

describe('a service on a loopback address without a key', () => {
  it('is closed by a key made on the command line, and stays closed after it is revoked', async () => {
    const service = await start();
    const [id = '', secret = ''] =
      /id (\S+)\n[^\n]*\n(rm_\w+)/.exec(cli('create', '--name', 'a', '--scopes', ALL))?.slice(1) ?? [];
    expect(await status(service)).toBe(401);
    expect(await status(service, { 'x-api-key': secret })).toBe(200);
    cli('revoke', 'a');
    expect(await status(service, { 'x-api-key': secret })).toBe(401);
    expect(await status(service)).toBe(401);
    expect(cli('list')).toContain(id);
    await service.stop();
    const again = await start();
    expect(again.log).not.toContain('open to this machine');
    expect(await status(again)).toBe(401);
  });
});

describe('an open service on a loopback address', () => {
  let folder: string;
  let service: Service;

  beforeAll(async () => {
    folder = await newDataDir();
    service = await Service.start(folder, ENV);
  });

  afterAll(async () => {
    await service.stop();
    await removeDataDir(folder);
  });

  it.each([
    ['X-Forwarded-For', '203.0.113.7'],
    ['X-Forwarded-Host', 'elsewhere'],
    ['Forwarded', 'for=203.0.113.7'],
    ['Via', '1.1 proxy'],
    ['X-Real-IP', '203.0.113.7'],
  ])('is closed to requests passed on by an unknown proxy: %s', async (name, value) => {
    const refused = await service.get('/reports', { [name]: value });
    expect(await json(refused)).toMatchObject({
      status: 401,
      code: 'key_required',
      detail: expect.stringContaining('proxy'),
    });
    expect(await json(await service.get('/health', { [name]: value }))).not.toHaveProperty('version');
  });

  it('tells a page whose domain was pointed at it no more than up', async () => {
    expect(await named(service, 'localhost', '/health')).toContain('"version"');
    expect(await named(service, 'rebound.example', '/health')).toMatch(/^\{"status":"healthy","timestamp":"[^"]+"\}$/);
    expect(await named(service, 'rebound.example', '/reports')).toContain('"host_not_allowed"');
  });

  // The last one, as it closes the service.
  it('is open, and says so, until any process makes the first key', async () => {
    expect(service.log.match(/open to this machine: without a key/g)).toHaveLength(1);
    expect(await status(service)).toBe(200);
    expect(await status(service, { authorization: `Bearer ${newSecret()}` })).toBe(401);

    const other = await start({}, folder);
    const key = text(await json(await makeKey(other)), 'key');
    for (const each of [service, other]) {
      expect(await status(each)).toBe(401);
      expect(await status(each, { authorization: `Bearer ${key}` })).toBe(200);
      expect((await makeKey(each)).status).toBe(401);
    }
  });
});

describe('a service that other machines can reach', () => {
  const env = () => ({ DATA_DIR: dataDir, PATH: process.env.PATH ?? '', PORT: '0', ...ENV });

  // By which settings others can reach it: src/access/reach.spec.ts.
  it('does not start without a key', () => {
    const ended = runMain({ ...env(), ALLOWED_HOSTS: 'localhost,monitor.example' }, dataDir);
    expect(ended.code).toBe(1);
    expect(ended.stderr).toContain('ALLOWED_HOSTS names others');
    expect(ended.stderr).toContain('npm run keys -- create');
  });

  it('starts with a key, and requires one', async () => {
    cli('create', '--name', 'a', '--scopes', 'read');
    expect(await status(await start({ HOST: '0.0.0.0' }))).toBe(401);
  });

  it('grants anonymous callers the scopes in ALLOW_ANONYMOUS until the first key is made', async () => {
    const service = await start({ HOST: '0.0.0.0', ALLOW_ANONYMOUS: 'report, read' });
    expect(service.log).toContain('anybody may read, report until the first key is made');
    expect(await status(service, { 'x-forwarded-for': '203.0.113.7' })).toBe(200);
    expect((await service.observe([])).status).toBe(401);
    expect((await makeKey(service)).status).toBe(401);
    cli('create', '--name', 'a', '--scopes', 'admin');
    expect(await status(service)).toBe(401);
  });
});
