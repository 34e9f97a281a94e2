import { setTimeout as delay } from 'node:timers/promises';
import { Client } from 'pg';
import { MINUTE } from '../../src/calculator/instants';
import { Random } from '../../src/common/random';
import { formatTimestamp } from '../../src/common/timestamp';
import { bucketOf } from '../../src/stores/buckets/buckets';
import { CITUS_URL, control, describeCrashesOfCitus, emptyCluster } from '../support/citus/cluster';
import { runCli } from '../support/processes';
import { testSeed } from '../support/random';
import { emptyDataDir, removeDataDir, Service, until } from '../support/service';

const CRASHES = { worker1: 13, worker2: 12, coordinator: 5 };
const WRITERS = 4;
const START = Date.UTC(2024, 9, 1) * 1000;
/** Milliseconds that a write or a report may take with all that happens. */
const PATIENCE = 120_000;

/** For each writer, two stores of different buckets, which always get the same polls, in one import. */
const PAIRS = Array.from({ length: WRITERS }, (_, index) => {
  const one = `store-${index}`;
  let other = 0;
  while (bucketOf(`other-${index}-${other}`) === bucketOf(one)) other++;
  return [one, `other-${index}-${other}`] as const;
});

jest.setTimeout(1_800_000);

describeCrashesOfCitus('a fleet on Citus whose nodes crash', () => {
  const random = new Random(testSeed('crashes of Citus'));
  let dataDir = '';
  let service: Service;

  beforeAll(async () => {
    await emptyCluster();
    expect(runCli('distribute', [], { DATABASE_URL: CITUS_URL }).code).toBe(0);
    dataDir = await emptyDataDir();
    service = await Service.start(dataDir, { DATABASE_URL: CITUS_URL, REPORT_WORKERS: '2', REPORT_SHARD_STORES: '5' });
  });

  afterAll(async () => {
    await service.stop();
    await removeDataDir(dataDir);
  });

  it('loses nothing, writes nothing twice, and never reports half an import', async () => {
    let isOver = false;
    const confirmed: string[] = [];
    let minute = 0;
    const writer = async ([one, other]: readonly [string, string]) => {
      while (!isOver) {
        const at = ++minute;
        const status = random.chance(0.5) ? 'active' : 'inactive';
        const body = [one, other].map((store_id) => ({
          store_id,
          status,
          timestamp_utc: formatTimestamp(START + at * MINUTE),
        }));
        await until(async () => {
          const answer = await service.observe(body, { 'idempotency-key': `minute ${at}` }).catch(() => undefined);
          return answer?.status === 201 || undefined;
        }, PATIENCE);
        confirmed.push(`${at}`);
      }
    };
    const torn: string[] = [];
    let reports = 0;
    const reporter = async () => {
      while (!isOver) {
        const { csv } = await service.report().catch(() => ({ csv: '' }));
        if (!csv.startsWith('store_id,')) continue;
        reports++;
        const figures = new Map(
          csv.split('\n').map((line) => [line.slice(0, line.indexOf(',')), line.slice(line.indexOf(','))]),
        );
        for (const [one, other] of PAIRS) if (figures.get(one) !== figures.get(other)) torn.push(`${one} ${other}`);
      }
    };
    const writing = PAIRS.map(writer);
    const reporting = reporter();

    const crashes = Object.entries(CRASHES).flatMap(([node, times]) => Array.from({ length: times }, () => node));
    random.shuffle(crashes);
    try {
      for (const [index, node] of crashes.entries()) {
        const before = confirmed.length;
        await until(() => (confirmed.length >= before + 3 && reports >= index / 2) || undefined, PATIENCE);
        await delay(random.below(500));
        await control('kill', node);
        await control('restart', node);
      }
    } finally {
      isOver = true;
    }
    await Promise.all([...writing, reporting]);
    process.stderr.write(`crashes of Citus: ${confirmed.length} imports, ${reports} reports\n`);
    expect(torn).toEqual([]);
    expect(reports).toBeGreaterThan(12);

    const client = new Client(CITUS_URL);
    await client.connect();
    try {
      const { rows } = await client.query<{ imports: number; observations: number }>(
        `SELECT (SELECT count(*)::integer FROM import WHERE status = 'Complete') AS imports,
                (SELECT count(*)::integer FROM observation) AS observations`,
      );
      expect(rows).toEqual([{ imports: confirmed.length, observations: confirmed.length * 2 }]);
    } finally {
      await client.end();
    }
    expect(runCli('verify', [], { DATABASE_URL: CITUS_URL })).toMatchObject({ code: 0 });
  });
});
