import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, copyFile, mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, LOOPBACK } from '../../../src/platform/embedded/local-server';
import { provideRedisProgram } from '../../../src/platform/embedded/redis-program';
import { describeUnless } from '../../support/describe-unless';
import { Rig } from '../../support/rig';
import { until } from '../../support/service';
import { type Certificates, makeCertificates, missingForCertificates } from '../../support/tls/certificates';

describeUnless(missingForCertificates(), 'PostgreSQL and Redis over TLS', () => {
  let rig: Rig;
  let ours: Certificates;
  let strangers: Certificates;
  let redis: ChildProcess | undefined;
  let redisUrl: string;

  beforeAll(async () => {
    rig = await Rig.start();
    ours = await makeCertificates(await newFolder('ours'));
    strangers = await makeCertificates(await newFolder('strangers'));
    await secureDatabase(ours);
    redis = await startRedis(ours);
  });

  afterAll(async () => {
    redis?.kill('SIGKILL');
    await rig.stop();
  });

  async function newFolder(name: string): Promise<string> {
    const folder = join(rig.dataDir, name);
    await mkdir(folder);
    return folder;
  }

  /** Lets PostgreSQL of the rig accept connections over TLS, too. */
  async function secureDatabase({ server }: Certificates): Promise<void> {
    const data = join(rig.dataDir, 'postgres/data');
    const { uid, gid } = await stat(data);
    for (const [file, name] of [
      [server.certificate, 'server.crt'],
      [server.key, 'server.key'],
    ] as const) {
      const copy = join(data, name);
      await copyFile(file, copy);
      await chmod(copy, 0o600);
      await chown(copy, uid, gid);
    }
    await rig.query('ALTER SYSTEM SET ssl = on');
    await rig.query('SELECT pg_reload_conf()');
  }

  /** A Redis that is reached over TLS only. */
  async function startRedis({ authority, server }: Certificates): Promise<ChildProcess> {
    const [program, port, password] = [await provideRedisProgram(), await freePort(), randomUUID()];
    const folder = await newFolder('tls-redis');
    const configuration = {
      bind: LOOPBACK,
      port: 0,
      'tls-port': port,
      'tls-cert-file': server.certificate,
      'tls-key-file': server.key,
      'tls-ca-cert-file': authority,
      'tls-auth-clients': 'no',
      requirepass: password,
      save: '""',
    };
    const file = join(folder, 'tls.conf');
    await writeFile(
      file,
      Object.entries(configuration)
        .map(([name, value]) => `${name} ${value}\n`)
        .join(''),
    );
    redisUrl = `rediss://:${password}@${LOOPBACK}:${port}`;
    return spawn(program.file, [file], { argv0: program.argv0, cwd: folder, stdio: 'ignore' });
  }

  function databaseUrl(name: string, authority: string, host = LOOPBACK): string {
    const url = new URL(rig.environment(name).DATABASE_URL ?? '');
    url.hostname = host;
    url.searchParams.set('sslmode', 'verify-full');
    url.searchParams.set('sslrootcert', authority);
    return url.href;
  }

  it('carries everything, if the authority that vouches for them is named', async () => {
    const service = await rig.service({
      DATABASE_URL: databaseUrl('secure', ours.authority),
      REDIS_URL: redisUrl,
      REDIS_TLS_CA_FILE: ours.authority,
      REPORT_WORKERS: '1',
    });
    await service.importCsv('store-status', 'store_id,status,timestamp_utc\na,active,2024-10-08 18:00:00 UTC\n');
    expect((await service.report()).csv).toContain('a,60.00');
    const sessions = await rig.query<{ ssl: boolean }>(
      `SELECT DISTINCT ssl FROM pg_stat_activity JOIN pg_stat_ssl USING (pid) WHERE application_name = 'secure'`,
    );
    expect(sessions).toEqual([{ ssl: true }]);
    expect(service.log).not.toMatch(/cannot be used|were dead/);
    expect(await service.stop()).toBe(0);
  });

  it.each([
    ['PostgreSQL whose authority is another one', () => databaseUrl('worker', strangers.authority), 'certificate'],
    [
      'PostgreSQL whose certificate is for another host',
      () => databaseUrl('worker', ours.authority, 'localhost'),
      'altnames',
    ],
  ])('does not lead to a %s, which is said', async (_, url, reason) => {
    const worker = rig.worker('worker', { DATABASE_URL: url() });
    const said = /^PostgreSQL is not available, trying again: the certificate of the server is not trusted: (.+)$/m;
    expect(await until(() => said.exec(worker.log)?.[1])).toContain(reason);
    expect(await rig.connected(['worker'])).toEqual([]);
    await worker.stop();
  });

  it.each([
    ['Redis whose authority is another one', () => ({ REDIS_TLS_CA_FILE: strangers.authority }), 'certificate'],
    ['Redis whose authority is not named', () => ({}), 'certificate'],
    [
      'Redis whose certificate is for another host',
      () => ({ REDIS_TLS_CA_FILE: ours.authority, REDIS_URL: redisUrl.replace(LOOPBACK, 'localhost') }),
      'altnames',
    ],
  ])('does not lead to a %s, which is said', async (_, environment, reason) => {
    const service = await rig.unreadyService('service', { REDIS_URL: redisUrl, ...environment() });
    const said = /Redis cannot be used: the certificate of the server is not trusted: ([^"]+)/;
    expect(await until(() => said.exec(service.log)?.[1])).toContain(reason);
    expect((await service.get('/health/ready')).status).toBe(503);
    await service.stop();
  });
});
