import { ObservationBatch } from '../../src/ingestion/observation-batch';
import { readSettings } from '../../src/platform/config/settings';
import { Database } from '../../src/platform/database/database';
import { FleetSnapshots, type NodeSnapshot } from '../../src/reports/workers/fleet-snapshots';
import { ALL_BUCKETS, bucketOf } from '../../src/stores/buckets/buckets';
import { type DataNode, DataNodes } from '../../src/stores/nodes/data-nodes';
import { lockBuckets } from '../../src/stores/buckets/bucket-locks';
import * as fence from '../../src/stores/buckets/fence';
import { MINUTE } from '../../src/calculator/instants';
import { formatTimestamp } from '../../src/common/timestamp';
import { LOOKERS, tornLooks } from '../support/database';
import { TestDatabase } from '../support/postgres';

jest.mock('../../src/stores/buckets/fence', () => {
  const actual = jest.requireActual<typeof fence>('../../src/stores/buckets/fence');
  return { ...actual, closeFence: jest.fn(actual.closeFence) };
});

/** Snapshots that are looked at with the fence, and at most without it. */
const LOOKS = 2000;
const WRITERS = 4;
const START = Date.UTC(2024, 9, 7) * 1000;

/** One server that says that it is two, each with half of the buckets. */
class TwoNodes extends DataNodes {
  override list(): Promise<readonly DataNode[]> {
    const half = (rest: number) => ALL_BUCKETS.filter((bucket) => bucket % 2 === rest);
    return Promise.resolve([
      { address: 'even', buckets: half(0), placements: '' },
      { address: 'odd', buckets: half(1), placements: '' },
    ]);
  }

  override databaseOn(): Promise<Database> {
    return Promise.resolve(reader);
  }
}

/** The minute of the last poll: each one is later than those before, also those of an earlier look, or nothing would change. */
let minute = 0;
let test: TestDatabase;
let reader: Database;
let writer: Database;

beforeAll(async () => {
  test = await TestDatabase.start();
  reader = await Database.connect(test.url, 4 * LOOKERS, 'reader');
  writer = await Database.connect(test.url, WRITERS, 'writer');
});

afterAll(async () => {
  await reader.close();
  await writer.close();
  await test.stop();
});

/** For each writer, a store on either node. */
const PAIRS = Array.from({ length: WRITERS }, (_, index) => [storeOn(0, index), storeOn(1, index)]);

/** The id of a store on the node with the even (0) or the odd (1) buckets. */
function storeOn(node: number, writer: number): string {
  let id = 0;
  while (bucketOf(`${writer}-${node}-${id}`) % 2 !== node) id++;
  return `${writer}-${node}-${id}`;
}

/** Writes a poll of both stores of a pair, in one import. */
async function write(pair: readonly string[], minute: number): Promise<void> {
  const batch = new ObservationBatch({ latest: Infinity, keptFrom: -Infinity });
  const timestamp = formatTimestamp(START + minute * MINUTE);
  for (const id of pair) batch.take({ store_id: id, status: 'active', timestamp_utc: timestamp }, 0, 0, () => '');
  await writer.transaction(async (client) => {
    await lockBuckets(client, batch.buckets());
    await batch.write(client, { source: 'kafka' });
  });
}

async function latest({ node, reader: client }: NodeSnapshot): Promise<string[]> {
  const { rows } = await client.query<{ at: string }>(
    `SELECT last_observed_at::text AS at FROM store WHERE bucket = ANY ($1) ORDER BY store_key`,
    [node.buckets],
  );
  return rows.map(({ at }) => at);
}

/** Takes snapshots while all write; returns how many have only one half of an import. */
async function tornOf(looks: number): Promise<number> {
  const settings = { ...readSettings({}), DATABASE_URL: test.url, REDIS_URL: '' };
  const snapshots = new FleetSnapshots(test.database, new TwoNodes(settings, test.database));
  minute++;
  for (const pair of PAIRS) await write(pair, minute);
  return tornLooks(
    looks,
    PAIRS.map((pair) => () => write(pair, ++minute)),
    () =>
      snapshots.with(new AbortController().signal, async ({ nodes }) => {
        const [even, odd] = await Promise.all(nodes.map(latest));
        return even?.join() !== odd?.join();
      }),
  );
}

describe('the snapshot of a fleet on two nodes', () => {
  beforeEach(async () => {
    await test.query('TRUNCATE store, observation, status_run, import, schedule CASCADE');
  });

  it('never has one half of an import', async () => {
    expect(await tornOf(LOOKS)).toBe(0);
  });

  it('often has without the fence', async () => {
    jest.mocked(fence.closeFence).mockResolvedValue();
    let torn = 0;
    for (let looks = 0; looks < LOOKS && torn === 0; looks += 100) torn += await tornOf(100);
    expect(torn).toBeGreaterThan(0);
  });
});
