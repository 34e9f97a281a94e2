import { randomUUID } from 'node:crypto';
import { type Service, until } from '../support/service';
import { csvOf, importStores, RECOVERY, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

let rig: Rig;
let service: Service;
let ids: string[];
let undisturbed: string;

beforeAll(async () => {
  rig = await Rig.start();
  service = await rig.service();
  rig.worker('worker', { REPORT_SHARD_STORES: '1' });
  ids = await importStores(service, { stores: 100, polls: 4 });
  undisturbed = await csvOf(service, await service.trigger());
  expect(storesIn(undisturbed)).toEqual(ids);
});

afterAll(async () => {
  await rig.stop();
});

describe('a report whose messages are lost', () => {
  it('is completed if the process that took the request died between its commit and its message', async () => {
    // As if it had been committed without being sent.
    const reportId = randomUUID();
    await rig.query(
      `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, tz_release)
       VALUES ($1, '', 'active', 'America/Chicago', false, '')`,
      [reportId],
    );
    expect(await csvOf(service, reportId)).toBe(undisturbed);
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
  });

  it('is completed if the worker died between the cut and the messages for the shards', async () => {
    const reportId = randomUUID();
    await rig.query(
      `WITH started AS (
         INSERT INTO report (report_id, attempt, request_sha256, default_status, default_timezone, end_of_day_grace,
                             as_of, started_at, stores_total, tz_release)
         VALUES ($1, 1, '', 'active', 'America/Chicago', false, now(), now(), 2, ''))
       INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores)
       SELECT $1, number - 1, number - 1, id, id, 1 FROM unnest($2::text[]) WITH ORDINALITY AS cut (id, number)`,
      [reportId, ids.slice(0, 2)],
    );
    expect(await csvOf(service, reportId)).toBe(undisturbed);
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
  });

  it('continues in the only process, however often its messages are lost', async () => {
    await rig.slowDownShards(100);
    const reportId = await service.trigger();
    for (const stores of [10, 20]) {
      await until(async () => ((await rig.report(reportId)).stores_done >= stores ? true : undefined), RECOVERY);
      const [, lost] = await rig.redis(async (redis) => {
        const answers = await redis.multi().llen('bull:report-shard:wait').flushall().exec();
        return [answers?.[1]?.[1], Number(answers?.[0]?.[1])];
      });
      expect(lost).toBeGreaterThan(0);
    }
    await rig.slowDownShards(0);
    expect(await csvOf(service, reportId)).toBe(undisturbed);
    // If it were started over every few seconds, there would be more attempts.
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
  });
});
