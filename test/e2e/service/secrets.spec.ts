import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Rig } from '../../support/rig';
import { expectNoSecrets, secretsIn } from '../../support/secrets';
import { until } from '../../support/service';

// Each process of the tests fails them when it prints a secret (test/support/service.ts): here, those that fail to connect.

let rig: Rig;

beforeAll(async () => {
  rig = await Rig.start();
});

afterAll(async () => {
  await rig.stop();
});

/** A URL with another password, which nothing else contains. */
function wrong(url = ''): string {
  const changed = new URL(url);
  changed.password = `wrong-${randomUUID()}`;
  return changed.href;
}

describe('secrets', () => {
  it('may be in files, and then are in no environment', async () => {
    const { DATABASE_URL = '', REDIS_URL = '' } = rig.environment('service');
    const files = { DATABASE_URL_FILE: join(rig.dataDir, 'database'), REDIS_URL_FILE: join(rig.dataDir, 'redis-url') };
    await writeFile(files.DATABASE_URL_FILE, `${DATABASE_URL}\n`);
    await writeFile(files.REDIS_URL_FILE, REDIS_URL);
    const service = await rig.service({ ...files, DATABASE_URL: '', REDIS_URL: '', REPORT_WORKERS: '1' });
    await service.importCsv('store-status', 'store_id,status,timestamp_utc\na,active,2024-10-08 18:00:00 UTC\n');
    expect((await service.report()).csv).toContain('a,60.00');

    // With `e`, `ps` adds the environment to the command line.
    const shown = spawnSync('ps', ['axeww', '-o', 'args=']).stdout.toString().split('\n');
    const ours = shown.filter((line) => line.includes(files.REDIS_URL_FILE));
    expect(ours.filter((line) => /(main|worker)\.js/.test(line))).toHaveLength(2);
    expectNoSecrets(ours.join('\n'), rig.environment('service'));
    const sessions = await rig.query<{ text: string }>(
      'SELECT to_json(session)::text AS text FROM pg_stat_activity session',
    );
    expect(sessions.filter(({ text }) => text.includes('"application_name":"service"'))).not.toEqual([]);
    expectNoSecrets(JSON.stringify(sessions), rig.environment('service'));
    expect(await service.stop()).toBe(0);
  });

  it('are not printed when PostgreSQL refuses the password, or cannot be reached', async () => {
    const url = wrong(rig.environment('worker').DATABASE_URL);
    const unreachable = new URL(url);
    unreachable.port = '1';
    for (const [address, reason] of [
      [url, 'password authentication failed'],
      [unreachable.href, 'ECONNREFUSED'],
    ] as const) {
      const worker = rig.worker('worker', { DATABASE_URL: address });
      const said = new RegExp(`PostgreSQL is not available, trying again: .*${reason}`);
      await until(() => said.test(worker.log) || undefined);
      await worker.stop();
    }
  });

  it('are not printed when Redis refuses the password, by a process that goes on or by one that ends', async () => {
    const REDIS_URL = wrong(rig.environment('service').REDIS_URL);
    const service = await rig.unreadyService('service', { REDIS_URL, REPORT_WORKERS: '1' });
    await until(() => service.log.includes('Redis cannot be used: WRONGPASS') || undefined);
    await until(() => /worker \d+ ended with code 1/.test(service.log) || undefined, 60_000);
    const reportId = await service.trigger({ as_of: '2024-10-08T18:00:00Z' });
    const client = new AbortController();
    const events = await fetch(`${service.base}/reports/${reportId}/events`, { signal: client.signal });
    expect(events.status).toBe(200);
    client.abort();
    expect((await service.get('/health/ready')).status).toBe(503);
    await service.stop();
  });

  it('are found in whatever form they are printed', () => {
    const environment = {
      DATABASE_URL: 'postgres://user:p%22a%C3%A4ssword@host/db',
      KAFKA_SASL_PASSWORD: 'say "friend"',
    };
    expect(secretsIn(environment)).toEqual([
      'p%22a%C3%A4ssword',
      'p%22a%C3%A4ssword',
      'p"aässword',
      'p\\"aässword',
      'say "friend"',
      'say \\"friend\\"',
    ]);
    expect(() => {
      expectNoSecrets('{"password":"say \\"friend\\""}', environment);
    }).toThrow('a secret is shown');
  });
});
