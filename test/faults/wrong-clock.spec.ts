import { describeUnless } from '../support/describe-unless';
import { clockAheadBy, missingForFaketime } from '../support/faketime';
import { csvOf, importStores, Rig, storesIn } from '../support/rig';
import { json, type Service, until } from '../support/service';

jest.setTimeout(300_000);

/** In seconds. */
const DAY = 86_400;
const OFF = 1_100 * DAY;

/** Shorter than the clocks are off, but longer than the age of most data. */
const RETENTION = { OBSERVATION_RETENTION: '100d', REPORT_RETENTION: '100d', IMPORT_RETENTION: '100d' };
/** Longer than that age. */
const LONG = { REPORT_RETENTION: '300d', IMPORT_RETENTION: '300d' };

describeUnless(missingForFaketime(), 'a process with a wrong clock', () => {
  let rig: Rig;
  let right: Service;
  let ids: string[];
  let csv: string;

  beforeAll(async () => {
    rig = await Rig.start();
    right = await rig.service({ ...LONG, REPORT_WORKERS: '1' });
    ids = await importStores(right, { stores: 30, polls: 2 });
    for (const days of [200, 7]) {
      expect((await right.observe([{ store_id: 'late', status: 'active', timestamp_utc: daysAgo(days) }])).status).toBe(
        201,
      );
    }
    for (const age of ['200 days', '1 hour']) {
      const report = await right.report({ as_of: '2024-10-08T06:30:00Z' });
      await rig.query('UPDATE report SET finished_at = now() - $2::interval WHERE report_id = $1', [report.id, age]);
      ({ csv } = report);
    }
    expect(storesIn(csv)).toEqual(['late', ...ids]);
    await rig.query(`UPDATE import SET finished_at = now() - interval '200 days' WHERE kind = 'timezones'`);
    await right.stop();
    right = await rig.service(LONG);
  });

  afterAll(async () => {
    await rig.stop();
  });

  function daysAgo(days: number): string {
    return new Date(Date.now() - days * DAY * 1000).toISOString();
  }

  /** What sweeps delete or close the door behind. */
  async function kept() {
    const [row] = await rig.query(
      `SELECT (SELECT count(*) FROM observation)::integer AS observations,
              (SELECT count(*) FROM report)::integer AS reports,
              (SELECT count(*) FROM import)::integer AS imports,
              (SELECT kept_from::text FROM observation_retention) AS kept_from,
              (SELECT retention_ms FROM observation_retention) AS retention`,
    );
    return row;
  }

  it.each([
    ['ahead', OFF],
    ['behind', -OFF],
  ])('computes reports like any other worker: %s', async (_which, off) => {
    const worker = rig.worker('worker', { ...clockAheadBy(off), ...RETENTION });
    const reportId = await right.trigger({ as_of: '2024-10-08T06:30:00Z' });
    expect(await csvOf(right, reportId)).toBe(csv);
    await until(() => (/"msg":"the clock of this process is \d+ seconds/.test(worker.log) ? true : undefined));
    await worker.stop();
    await rig.query('DELETE FROM report WHERE report_id = $1', [reportId]);
  });

  it.each([
    ['ahead', OFF],
    ['behind', -OFF],
  ])('deletes nothing, and says why it is not ready: %s', async (which, off) => {
    const before = await kept();
    expect(before).toMatchObject({ reports: 2, kept_from: '-infinity', retention: null });

    const wrong = await rig.unreadyService('wrong', { ...clockAheadBy(off), ...RETENTION });
    const reason = new RegExp(`${Math.floor(OFF / 1000)}\\d{3} seconds ${which}`);
    // Each sweep has run.
    for (const data of ['observations', 'reports', 'imports']) {
      const refusal = new RegExp(`old ${data} were not .*${reason.source}`);
      await until(() => (refusal.test(wrong.log) ? true : undefined));
    }
    expect(await kept()).toEqual(before);

    const ready = await wrong.get('/health/ready');
    expect(ready.status).toBe(503);
    expect(await ready.text()).toMatch(reason);
    expect((await right.get('/health/ready')).status).toBe(200);

    // PostgreSQL's clock tells the future.
    const [now, tomorrow] = [daysAgo(0), daysAgo(-1)];
    const observations = [now, tomorrow].map((at) => ({ store_id: which, status: 'active', timestamp_utc: at }));
    const posted = { rows_accepted: 1, rejects: [{ index: 1, reason: 'timestamp_in_future' }] };
    expect(await json(await wrong.observe(observations))).toMatchObject(posted);
    const rows = [now, tomorrow].map((at) => `${which}-csv,active,${at}\n`);
    const imported = await wrong.importCsv('store-status', `store_id,status,timestamp_utc\n${rows.join('')}`);
    expect(await json(imported)).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
    await wrong.stop();
  });
});
