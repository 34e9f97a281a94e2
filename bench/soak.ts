import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { Random } from '../src/common/random';
import { count, size, table } from '../src/cli/screen/format';
import { childrenOf } from '../test/support/processes';
import type { Service } from '../test/support/service';
import {
  machine,
  memoryOf,
  print,
  progress,
  runBench,
  timedReport,
  withDataDir,
  withPostgres,
  withService,
} from './support';

/**
 * Whether anything grows without end: the memory of each process, and the size and the dead rows of each table, while the
 * service imports hour after hour, takes posts, computes reports, and serves watchers and downloads. Ten minutes, or
 * `-- --minutes 2`.
 */

const STORES = 2_000;
/** Milliseconds between two imports, each of which is an hour of observations. */
const IMPORT_EVERY = 500;
/** So short that observations and reports are dropped while it runs. */
const RETENTION = { OBSERVATION_RETENTION: '8d', REPORT_RETENTION: '30s' };
/** With a large heap, V8 rather grows than collects, which looks like a leak. */
const SMALL_HEAP = { NODE_OPTIONS: '--max-old-space-size=100' };
const WATCHERS = 20;
const SAMPLES = 5;
const HOUR = 3_600_000;
/** Real time does not overtake it. */
const FIRST_HOUR = Date.now() - 10_000 * HOUR;

/** What is measured, by name; a missing one is not there. */
type Sample = ReadonlyMap<string, string>;

async function main(): Promise<boolean> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { minutes: { type: 'string', default: '10' } },
  });
  const duration = Number(values.minutes) * 60_000;
  return withDataDir((dataDir) =>
    withService(dataDir, { ...RETENTION, ...SMALL_HEAP }, async (service) => {
      const over = AbortSignal.timeout(duration);
      const done = { imports: 0, posts: 0, reports: 0, watched: 0 };
      const work = [
        importHours(service, over, done),
        post(service, over, done),
        report(service, over, done),
        watch(service, over, done),
      ];
      const samples: Sample[] = [];
      const start = performance.now();
      for (let sample = 0; sample < SAMPLES; sample++) {
        // The first one is taken when everything has been used once.
        const due = Math.max(sample / (SAMPLES - 1), 0.1) * duration * 0.98;
        await Promise.race([delay(start + due - performance.now()), Promise.all(work)]);
        samples.push(await measure(service));
        progress(`sample ${sample + 1} of ${SAMPLES}: ${JSON.stringify(done)}`);
      }
      await Promise.all(work);
      printResults(samples, Number(values.minutes), done);
      return true;
    }),
  );
}

interface Done {
  imports: number;
  posts: number;
  reports: number;
  watched: number;
}

/** Now and then a store changes its status; the hours of some stores come late. */
async function importHours(service: Service, over: AbortSignal, done: Done): Promise<void> {
  const random = new Random(1);
  const active = Array.from({ length: STORES }, () => true);
  await hoursOfStores(service);
  for (let hour = 0; !over.aborted; hour++) {
    const rows = active.map((_, store) => {
      if (random.chance(0.02)) active[store] = active[store] !== true;
      const late = random.chance(0.01) ? 30 : 0;
      return `store-${store},${active[store] === true ? 'active' : 'inactive'},${instant(hour - late)}`;
    });
    await ok(service.importCsv('store-status', `store_id,status,timestamp_utc\n${rows.join('\n')}\n`));
    done.imports++;
    await delay(IMPORT_EVERY);
  }
}

async function hoursOfStores(service: Service): Promise<void> {
  const rows = Array.from({ length: STORES }, (_, store) => `store-${store},${store % 7},09:00,22:00`);
  await ok(
    service.importCsv('business-hours', `store_id,dayOfWeek,start_time_local,end_time_local\n${rows.join('\n')}\n`),
  );
}

async function post(service: Service, over: AbortSignal, done: Done): Promise<void> {
  const random = new Random(2);
  for (let minute = 0; !over.aborted; minute++) {
    const observations = Array.from({ length: 20 }, () => ({
      store_id: `store-${random.below(STORES)}`,
      status: random.pick(['active', 'inactive']),
      timestamp_utc: instant(done.imports),
    }));
    await ok(service.observe(observations, { 'idempotency-key': `${minute}` }));
    const zone = JSON.stringify({ timezone: random.pick(['UTC', 'Asia/Kathmandu']) });
    await ok(service.put(`/stores/store-${random.below(STORES)}/timezone`, zone));
    done.posts++;
    await delay(IMPORT_EVERY / 5);
  }
}

/** Each report is triggered, awaited and downloaded. */
async function report(service: Service, over: AbortSignal, done: Done): Promise<void> {
  await firstImport(done, over);
  while (!over.aborted) {
    await timedReport(service);
    done.reports++;
  }
}

/** Many watch the same report to its end. */
async function watch(service: Service, over: AbortSignal, done: Done): Promise<void> {
  await firstImport(done, over);
  while (!over.aborted) {
    const id = await service.trigger();
    const streams = Array.from({ length: WATCHERS }, () => ok(service.get(`/reports/${id}/events`)));
    done.watched += (await Promise.all(streams)).length;
    await ok(service.get('/fleet'));
    await ok(service.get('/outages?limit=100'));
  }
}

async function firstImport(done: Done, over: AbortSignal): Promise<void> {
  while (done.imports === 0 && !over.aborted) await delay(50);
}

async function ok(answer: Promise<Response>): Promise<string> {
  const { status, url, text } = await answer.then(async (got) => ({
    status: got.status,
    url: got.url,
    text: await got.text(),
  }));
  if (status >= 300) throw new Error(`${url} answers ${status}: ${text}`);
  return text;
}

function instant(hour: number): string {
  return new Date(FIRST_HOUR + hour * HOUR).toISOString();
}

async function measure(service: Service): Promise<Sample> {
  const { rows } = await withPostgres(service.dataDir, (client) => client.query<TableSize>(TABLES));
  const [postmaster = 0] = childrenOf(service.pid, 'postgres');
  const processes: [name: string, pids: number[]][] = [
    ['HTTP process', [service.pid]],
    ...childrenOf(service.pid, 'worker.js').map((pid, index): [string, number[]] => [`worker ${index + 1}`, [pid]]),
    ['PostgreSQL, all processes', [postmaster, ...childrenOf(postmaster, '')]],
    ['Redis', childrenOf(service.pid, 'redis')],
  ];
  const sample = new Map<string, string>();
  for (const [name, pids] of processes) {
    const memory = await Promise.all(pids.map((pid) => memoryOf(pid, 'RssAnon')));
    sample.set(name, `${memory.reduce<number>((sum, part) => sum + (part ?? 0), 0).toFixed(0)} MB`);
  }
  for (const { name, bytes, dead } of rows) sample.set(name, `${size(Number(bytes))}, ${count(Number(dead))}`);
  return sample;
}

interface TableSize {
  readonly name: string;
  readonly bytes: string;
  readonly dead: string;
}

/** Partitions count with their table; sizes include indexes. */
const TABLES = `
  SELECT coalesce(inhparent::regclass, relid::regclass)::text AS name,
         sum(pg_total_relation_size(relid)) AS bytes, sum(n_dead_tup) AS dead
  FROM pg_stat_user_tables LEFT JOIN pg_inherits ON inhrelid = relid
  GROUP BY 1 ORDER BY 1`;

function printResults(samples: readonly Sample[], minutes: number, done: Done): void {
  const names = [...new Set(samples.flatMap((sample) => [...sample.keys()]))];
  print([
    '',
    `${minutes} minutes, ${count(STORES)} stores: ${count(done.imports)} hours imported, ${count(done.posts)} posts, ` +
      `${count(done.reports)} reports downloaded, ${count(done.watched)} watched; ${machine()}`,
    '',
    'Memory that processes have for themselves; size of tables, and their dead rows.',
    '',
    ...table([
      ['', ...samples.map((_, index) => `sample ${index + 1}`)],
      ...names.map((name) => [name, ...samples.map((sample) => sample.get(name) ?? '')]),
    ]),
  ]);
}

runBench('bench:soak', main);
