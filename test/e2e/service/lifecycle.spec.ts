import { readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { revertLatestMigration } from '../../../src/platform/database/migrate';
import { startEmbeddedPostgres } from '../../../src/platform/embedded/embedded-postgres';
import { databaseUrl } from '../../support/database';
import { childrenOf, isRunning, processesOn, runCli, runMain } from '../../support/processes';
import { emptyDataDir, json, newDataDir, removeDataDir, Service, ServiceProcess, until } from '../../support/service';

let dataDir: string;
let started: ServiceProcess[];

beforeEach(async () => {
  dataDir = await newDataDir();
  started = [];
});

afterEach(async () => {
  for (const process of started) await process.stop();
  await removeDataDir(dataDir);
});

async function start(env: Readonly<Record<string, string>>): Promise<Service> {
  const service = await Service.start(dataDir, env);
  started.push(service);
  return service;
}

const STATUSES =
  'store_id,status,timestamp_utc\na,active,2024-10-08 11:00:00 UTC\nb,inactive,2024-10-08 11:30:00 UTC\n';

describe('the service', () => {
  it('keeps its data over a restart, and leaves nothing running', async () => {
    dataDir = await emptyDataDir();
    const first = await start({ REPORT_WORKERS: '1' });
    await first.importCsv('store-status', STATUSES);
    const before = await first.report();
    expect(processesOn(dataDir).join()).toContain('postgres');
    expect(await first.stop()).toBe(0);
    expect(processesOn(dataDir)).toEqual([]);

    const second = await start({ REPORT_WORKERS: '1' });
    expect((await second.outcome(before.id)).csv).toBe(before.csv);
    expect((await second.report()).csv).toBe(before.csv);
    expect(await second.stop()).toBe(0);
    expect(processesOn(dataDir)).toEqual([]);
  });

  it('completes reports that were running at kill -9 after the next start', async () => {
    const first = await start({ REPORT_WORKERS: '0' });
    await first.importCsv('store-status', STATUSES);
    const id = await first.trigger();
    await first.stop('SIGKILL');

    const second = await start({ REPORT_WORKERS: '1' });
    expect((await second.outcome(id)).csv).toBe((await second.report()).csv);
    expect(await second.stop()).toBe(0);
    expect(processesOn(dataDir)).toEqual([]);
  });

  it('replaces a worker that dies, and takes its workers with it when it is killed', async () => {
    const service = await start({ REPORT_WORKERS: '1' });
    const worker = () => until(() => childrenOf(service.pid, 'worker.js')[0]);
    const first = await worker();
    process.kill(first, 'SIGKILL');
    await until(async () => ((await worker().catch(() => first)) !== first ? true : undefined));
    await service.importCsv('store-status', STATUSES);
    expect((await service.report()).response.status).toBe(200);

    const second = await worker();
    await service.stop('SIGKILL');
    await until(() => (isRunning(second) ? undefined : true));
    // The worker was the last user of the embedded services, and has stopped them.
    expect(processesOn(dataDir)).toEqual([]);
  });

  it('runs with workers in processes that it did not start', async () => {
    const service = await start({ REPORT_WORKERS: '0' });
    await service.importCsv('store-status', STATUSES);
    const worker = ServiceProcess.worker({ DATA_DIR: dataDir });
    started.push(worker);
    expect((await service.report()).csv).toContain('a,60.00');
    expect(await service.stop()).toBe(0);
    expect(await worker.stop()).toBe(0);
    expect(processesOn(dataDir)).toEqual([]);
  });

  it('can be started twice on one folder at once; both serve the same data', async () => {
    dataDir = await emptyDataDir();
    const [one, two] = await Promise.all([start({ REPORT_WORKERS: '1' }), start({ REPORT_WORKERS: '0' })]);
    await two.importCsv('store-status', STATUSES);
    expect((await one.report()).csv).toContain('a,60.00');
    expect(await one.stop()).toBe(0);
    expect((await two.get('/health/ready')).status).toBe(200);
    expect(await two.stop()).toBe(0);
    expect(processesOn(dataDir)).toEqual([]);
  });

  it('does not start with wrong settings, and names them all', async () => {
    const wrong = start({
      PORT: 'eighty',
      DATABASE_URL: 'mysql://secret@nowhere',
      DEFAULT_TIMEZONE: 'Mars/Olympus',
      MAX_FUTURE_SKEW: 'long',
    });
    const error: unknown = await wrong.catch((reason: unknown) => reason);
    const message = error instanceof Error ? error.message : '';
    for (const name of ['PORT', 'DATABASE_URL', 'DEFAULT_TIMEZONE', 'MAX_FUTURE_SKEW']) expect(message).toContain(name);
    expect(message).not.toContain('secret');
  });

  it('takes settings from .env in its working folder, unless its environment has them', async () => {
    await writeFile(join(dataDir, '.env'), 'PORT=eighty\nLOG_LEVEL=loud\nDATABASE_POOL=few\n');
    const { code, stderr } = runMain(
      { LOG_LEVEL: 'info', DATABASE_POOL: 'many', DATABASE_URL: 'mysql://nowhere' },
      dataDir,
    );
    expect(code).toBe(1);
    expect(stderr).toMatch(/PORT: .*\n.*DATABASE_URL: .*\n.*DATABASE_POOL: /);
    expect(stderr).not.toContain('LOG_LEVEL');
  });

  it('is not ready while the schema is behind', async () => {
    const service = await start({ REPORT_WORKERS: '0' });
    const client = new Client(await databaseUrl(dataDir));
    await client.connect();
    try {
      await client.query('DELETE FROM schema_migration WHERE id = (SELECT max(id) FROM schema_migration)');
    } finally {
      await client.end();
    }
    const ready = await service.get('/health/ready');
    expect(await json(ready)).toMatchObject({ status: 503, code: 'not_ready', detail: 'Not ready: schema.' });
  });
});

describe('migrations', () => {
  const migrations = readdirSync(join(__dirname, '../../../migrations'))
    .filter((name) => /^\d/.test(name))
    .toSorted();

  /** Reverts the latest migrations, down to the one that `first` begins the name of. */
  async function revertTo(first: string): Promise<void> {
    const postgres = await startEmbeddedPostgres(dataDir);
    try {
      for (const name of migrations) {
        if (name >= first) expect(await revertLatestMigration(postgres.url)).toBeDefined();
      }
    } finally {
      await postgres.leave(() => Promise.resolve());
    }
  }

  it('can all be reverted one by one, and applied again', async () => {
    const run = (command: string) => runCli('migrate', [command], { DATA_DIR: dataDir });
    expect(run('up').code).toBe(0);
    expect(run('revert').code).toBe(0);
    expect(run('up').code).toBe(0);
    await revertTo('0001');
    const service = await start({ REPORT_WORKERS: '1' });
    await service.importCsv('store-status', STATUSES);
    expect((await service.report()).csv).toContain('a,60.00');
    await service.stop();
  });

  it('lose nothing when observations are put into partitions, or back into one table', async () => {
    const before = await start({ REPORT_WORKERS: '1' });
    const old =
      'store_id,status,timestamp_utc\na,inactive,1999-05-05 00:00:00 UTC\nb,inactive,2024-09-29 23:59:59.999999 UTC\n';
    for (const csv of [STATUSES, old]) await before.importCsv('store-status', csv);
    const { csv } = await before.report();
    await before.stop();
    await revertTo('0005');
    const after = await start({ REPORT_WORKERS: '1' });
    expect((await after.report()).csv).toBe(csv);
    for (const again of [STATUSES, old]) {
      expect(await json(await after.importCsv('store-status', again))).toMatchObject({ rows_accepted: 0 });
    }
    await after.stop();
  });
});
