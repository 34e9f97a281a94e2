import { randomUUID } from 'node:crypto';
import { until } from '../support/service';
import { csvOf, importStores, Rig, storesIn } from '../support/rig';

// A worker that falls silent is missed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

/** Within this time what was committed and never sent is found and done. */
const FOUND_AND_DONE = 30_000;

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start();
});

afterEach(async () => {
  await rig.stop();
});

/** Commits a report and does nothing more, as a process does that dies before it sends the message. */
async function commitReport(columns: { attempt: number }): Promise<string> {
  const reportId = randomUUID();
  await rig.query(
    `INSERT INTO report (report_id, attempt, request_sha256, default_status, default_timezone, end_of_day_grace)
     VALUES ($1, $2, '', 'active', 'America/Chicago', false)`,
    [reportId, columns.attempt],
  );
  return reportId;
}

describe('a report whose messages are lost', () => {
  it('is completed if the process that took the request died between its commit and its message', async () => {
    const service = await rig.service({ REPORT_WORKERS: '1' });
    const ids = await importStores(service, { stores: 200, polls: 4 });
    const reportId = await commitReport({ attempt: 0 });
    const found = await csvOf(service, reportId, FOUND_AND_DONE);
    expect(storesIn(found)).toEqual(ids);
    expect(await csvOf(service, await service.trigger())).toBe(found);
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
  });

  it('is completed if the worker died between the cut and the messages for the shards', async () => {
    const service = await rig.service();
    const ids = await importStores(service, { stores: 200, polls: 4 });
    const reportId = await commitReport({ attempt: 1 });
    await rig.query('UPDATE report SET as_of = now(), started_at = now(), stores_total = 2 WHERE report_id = $1', [
      reportId,
    ]);
    await rig.query(
      `INSERT INTO report_shard (report_id, shard, first_store_id, last_store_id, stores)
       SELECT $1, number - 1, id, id, 1 FROM unnest($2::text[]) WITH ORDINALITY AS cut (id, number)`,
      [reportId, ids.slice(0, 2)],
    );
    rig.worker('worker');
    const found = await csvOf(service, reportId, FOUND_AND_DONE);
    expect(storesIn(found)).toEqual(ids);
    expect(await csvOf(service, await service.trigger())).toBe(found);
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 2 });
  });

  it('continues in the only process, however often its messages are lost', async () => {
    const service = await rig.service();
    const ids = await importStores(service, { stores: 200, polls: 4 });
    await rig.slowDownShards(100);
    rig.worker('worker', { REPORT_SHARD_STORES: '1' });
    const reportId = await service.trigger();
    for (const stores of [10, 20]) {
      await until(async () => ((await rig.report(reportId)).stores_done >= stores ? true : undefined), FOUND_AND_DONE);
      const [, lost] = await rig.redis(async (redis) => {
        const answers = await redis.multi().llen('bull:report-shard:wait').flushall().exec();
        return [answers?.[1]?.[1], Number(answers?.[0]?.[1])];
      });
      expect(lost).toBeGreaterThan(0);
    }
    await rig.slowDownShards(0);
    const found = await csvOf(service, reportId, FOUND_AND_DONE);
    expect(storesIn(found)).toEqual(ids);
    // Started over, it would end whatever it had become by then, every few seconds.
    expect(await rig.report(reportId)).toMatchObject({ status: 'Complete', attempt: 1 });
    expect(await csvOf(service, await service.trigger())).toBe(found);
  });
});
