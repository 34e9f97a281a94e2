import { type Service, until } from '../support/service';
import { csvOf, importStores, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

const TRIES = 5;

let rig: Rig;
let service: Service;

beforeEach(async () => {
  rig = await Rig.start();
  service = await rig.service({ REPORT_WORKERS: '1', REPORT_SHARD_STORES: '10', REPORT_ATTEMPTS: String(TRIES) });
});

afterEach(async () => {
  await rig.stop();
});

/** How often each shard of a report failed. */
function failures(reportId: string): Map<number, number> {
  const times = new Map<number, number>();
  for (const line of service.log.split('\n')) {
    if (!line.includes('a shard could not be computed') || !line.includes(reportId)) continue;
    const entry: unknown = JSON.parse(line);
    if (typeof entry !== 'object' || entry === null || !('shard' in entry)) continue;
    const shard = Number(entry.shard);
    times.set(shard, (times.get(shard) ?? 0) + 1);
  }
  return times;
}

it('a shard that always fails ends its report after a few tries; another report completes', async () => {
  const ids = await importStores(service, { stores: 50, polls: 4 });
  const poisoned = 'store-000025';
  await rig.query(
    `INSERT INTO schedule (bucket, store_id, timezones, hours)
     SELECT bucket, store_id, '{"": "Mars/Olympus"}', '{"": "0 00:01:00 00:02:00"}' FROM store WHERE store_id = $1
     ON CONFLICT (bucket, store_id) DO UPDATE SET timezones = excluded.timezones, hours = excluded.hours`,
    [poisoned],
  );
  const failing = await service.trigger();
  await until(() => (failures(failing).size > 0 ? true : undefined));
  // Should it still run, the failing report keeps its snapshot of the bad data; later reports see the repaired data.
  await rig.query(`UPDATE schedule SET timezones = '{"": "UTC"}' WHERE store_id = $1`, [poisoned]);
  expect(storesIn(await csvOf(service, await service.trigger()))).toEqual(ids);

  const { csv } = await service.outcome(failing);
  expect(JSON.parse(csv)).toMatchObject({
    status: 'Error',
    reason: expect.stringMatching(
      /^The figures of stores store-000020 to store-000029 could not be computed in 5 attempts;/,
    ),
  });
  expect([...failures(failing).values()]).toEqual([TRIES]);
  expect(service.log).not.toMatch(/worker \d+ ended/);
});
