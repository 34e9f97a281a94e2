import { json, type Service, until } from '../support/service';
import { csvOf, importStores, RECOVERY, Rig, storesIn } from '../support/rig';

// A silent worker is only noticed after 15 to 25 seconds, and other tests may share the machine.
jest.setTimeout(300_000);

let rig: Rig;
let service: Service;

beforeEach(async () => {
  rig = await Rig.start();
  service = await rig.service();
});

afterEach(async () => {
  await rig.stop();
});

/** Runs `use` with the given number of workers, all connected. */
async function withWorkers(workers: number, shardStores: number, use: () => Promise<void>): Promise<void> {
  const names = Array.from({ length: workers }, (_, worker) => `worker-${worker}`);
  const running = names.map((name) => rig.worker(name, { REPORT_SHARD_STORES: String(shardStores) }));
  try {
    await until(async () => ((await rig.connected(names)).length === workers ? true : undefined), RECOVERY);
    await use();
  } finally {
    await Promise.all(running.map((worker) => worker.stop('SIGKILL')));
  }
}

describe('a report while imports change every store at once', () => {
  const NOON = Date.UTC(2024, 9, 8, 12);
  /** A hundredth of an hour: the smallest step that a report shows. */
  const STEP = 36_000;
  const STORES = 240;
  const WORKERS = [1, 4];
  /** The reports for each number of workers. */
  const REPORTS = 2;
  const ids = Array.from({ length: STORES }, (_, index) => `s-${String(index).padStart(4, '0')}`);

  /** Makes every store active from `steps` steps before noon, and inactive before that. */
  async function importState(steps: number): Promise<void> {
    const at = new Date(NOON - steps * STEP).toISOString();
    const rows = ids.map((id) => `${id},active,${at}`);
    const answer = await service.importCsv('store-status', ['store_id,status,timestamp_utc', ...rows].join('\n'));
    expect(await json(answer)).toMatchObject({ rows_accepted: STORES });
  }

  it('reflects exactly one of them, with one or four workers', async () => {
    const longAgo = ids.map((id) => `${id},inactive,2024-01-01 00:00:00 UTC`);
    await service.importCsv('store-status', ['store_id,status,timestamp_utc', ...longAgo].join('\n'));
    let begun = 0;
    let done = 0;
    const over = new AbortController();
    const importing = (async () => {
      while (!over.signal.aborted) {
        await importState(++begun);
        done = begun;
      }
    })();
    const seen = new Set<number>();
    let imports = 0;
    try {
      for (const workers of WORKERS) {
        await withWorkers(workers, 3, async () => {
          for (let report = 0; report < REPORTS; report++) {
            const before = done;
            const csv = await csvOf(service, await service.trigger({ as_of: new Date(NOON).toISOString() }));
            const after = begun;
            expect(storesIn(csv)).toEqual(ids);
            const [state = 0, ...others] = new Set(csv.trimEnd().split('\n').slice(1).map(stateOf));
            expect(others).toEqual([]);
            expect(state).toBeGreaterThanOrEqual(before);
            expect(state).toBeLessThanOrEqual(after);
            seen.add(state);
            imports += after - before;
          }
        });
      }
    } finally {
      over.abort();
      await importing;
    }
    // Without imports while the reports ran, the test would prove nothing.
    expect(seen.size).toBe(WORKERS.length * REPORTS);
    expect(imports).toBeGreaterThan(2 * WORKERS.length * REPORTS);
  });

  /** The import that a line reflects; all its figures must agree. */
  function stateOf(line: string): number {
    const [, hour, day, week, downHour, downDay, downWeek] = line.split(',').map(Number);
    const state = Math.round((week ?? NaN) * 100);
    const active = state * STEP;
    const minutes = Math.min(active, 3_600_000) / 60_000;
    const hours = Math.min(active, 24 * 3_600_000) / 3_600_000;
    expect([hour, day, downHour, downDay, downWeek]).toEqual(
      [minutes, hours, 60 - minutes, 24 - hours, 168 - active / 3_600_000].map((figure) => Number(figure.toFixed(2))),
    );
    return state;
  }
});

describe('the same data and the same as_of', () => {
  it('give the same bytes for 1, 2 and 4 workers, and for shards of 1, 7 and 2000 stores', async () => {
    const ids = await importStores(service, { stores: 300, polls: 6 });
    const reports = new Map<string, string>();
    for (const [workers, shardStores] of [
      [1, 2000],
      [2, 1],
      [4, 7],
    ] as const) {
      await withWorkers(workers, shardStores, async () => {
        const csv = await csvOf(service, await service.trigger({ as_of: '2024-10-08T06:30:00Z' }));
        expect(storesIn(csv)).toEqual(ids);
        reports.set(csv, `${workers} workers, shards of ${shardStores}`);
      });
    }
    expect([...reports.values()]).toHaveLength(1);
  });
});
