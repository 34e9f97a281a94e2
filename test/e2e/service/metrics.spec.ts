import { statfs } from 'node:fs/promises';
import { Client } from 'pg';
import { BUCKET_LOCKS, databaseUrl, HOLD_BUCKETS, RELEASE_BUCKETS } from '../../support/database';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';
import { Collector } from '../../support/tracing/collector';

const HEADER = 'store_id,status,timestamp_utc\n';
const NOON = '2024-10-08 12:00:00 UTC';
const HOLD_FENCE = 'SELECT pg_advisory_lock(7405003)';

let dataDir: string;
let service: Service;
let database: Client;
let collector: Collector;

beforeAll(async () => {
  dataDir = await newDataDir();
  collector = await Collector.start();
  service = await Service.start(dataDir, {
    REPORT_WORKERS: '2',
    REPORT_SHARD_STORES: '2',
    METRICS_PORT: '0',
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
    OTEL_BSP_SCHEDULE_DELAY: '100',
  });
  database = new Client(await databaseUrl(dataDir));
  await database.connect();
});

afterAll(async () => {
  try {
    await database.end();
    // A process stops in time although it has traces that nobody takes.
    collector.hang();
    await service.get('/stores/a');
    expect(await service.stop()).toBe(0);
  } finally {
    await service.stop();
    collector.stop();
    await removeDataDir(dataDir);
  }
});

/** Where the workers answer, as their logs say. */
async function workers(): Promise<string[]> {
  return until(() => {
    const urls = [...service.log.matchAll(/metrics at (http:[^"]+)\/metrics/g)].map(([, url = '']) => url);
    return urls.length === 2 ? urls : undefined;
  });
}

/** The values of a scrape, by name and labels as Prometheus writes them: `up{job="x"}`. */
function metricsIn(text: string): ReadonlyMap<string, number> {
  return new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ')))]),
  );
}

async function scrape(base = service.base): Promise<(name: string) => number | undefined> {
  const answer = await fetch(`${base}/metrics`);
  expect([answer.status, answer.headers.get('content-type')]).toEqual([
    200,
    'text/plain; charset=utf-8; version=0.0.4',
  ]);
  const values = metricsIn(await answer.text());
  return (name) => values.get(`restaurant_monitor_${name}`);
}

/** The sum over both workers. */
async function scrapeWorkers(name: string): Promise<number> {
  const scraped = await Promise.all((await workers()).map((url) => scrape(url)));
  return scraped.reduce((sum, values) => sum + (values(name) ?? 0), 0);
}

describe('metrics', () => {
  it('count imports, their rows and rejects, and the wait for their buckets', async () => {
    await database.query(HOLD_BUCKETS);
    const rows = [`a,active,${NOON}`, `b,inactive,${NOON}`, `b,inactive,${NOON}`, `c,sleepy,${NOON}`, 'd,active,noon'];
    const importing = service.importCsv('store-status', `${HEADER}${rows.join('\n')}\n`);
    await until(async () => {
      const { rows } = await database.query('SELECT FROM pg_locks WHERE classid = $1 AND NOT granted', [BUCKET_LOCKS]);
      return rows.length > 0 || undefined;
    });
    const waiting = performance.now();
    await database.query('SELECT pg_sleep(0.05)');
    const seconds = (performance.now() - waiting) / 1000;
    await database.query(RELEASE_BUCKETS);
    expect((await importing).status).toBe(201);
    await service.importCsv('store-status', 'nothing of the kind\n');
    await service.observe([
      { store_id: 'c', status: 'active', timestamp_utc: NOON },
      { store_id: 'c', status: 'active' },
    ]);
    await service.put('/stores/a/timezone', JSON.stringify({ timezone: 'Asia/Kolkata' }));

    const value = await scrape();
    const csv = 'kind="store-status",source="csv"';
    const json = 'kind="store-status",source="json"';
    expect(value(`imports_total{${csv},outcome="complete"}`)).toBe(1);
    expect(value(`imports_total{${csv},outcome="failed"}`)).toBe(1);
    // An alert compares the two, from the first import on.
    const none = ['complete', 'failed'].map((outcome) =>
      value(`imports_total{kind="stores",source="csv",outcome="${outcome}"}`),
    );
    expect(none).toEqual([0, 0]);
    expect(value(`import_rows_total{${csv},outcome="accepted"}`)).toBe(2);
    expect(value(`import_rows_total{${csv},outcome="unchanged"}`)).toBe(1);
    expect(value(`import_rows_total{${csv},outcome="rejected"}`)).toBe(2);
    expect(value(`import_rejects_total{${csv},reason="invalid_status"}`)).toBe(1);
    expect(value(`import_rejects_total{${csv},reason="invalid_timestamp"}`)).toBe(1);
    expect(value(`import_seconds_count{${csv.split(',').toSorted().join(',')}}`)).toBe(1);
    expect(value(`import_rows_total{${json},outcome="accepted"}`)).toBe(1);
    expect(value(`import_rejects_total{${json},reason="missing_field"}`)).toBe(1);
    expect(value('imports_total{kind="timezones",source="json",outcome="complete"}')).toBe(1);
    expect(value('bucket_wait_seconds_count')).toBe(3);
    expect(value('bucket_wait_seconds_sum')).toBeGreaterThan(seconds);
    expect(value('fence_wait_seconds_count{side="writer"}')).toBe(3);
  });

  it('tell the queues, and count reports, their shards, and the wait for the fence', async () => {
    await database.query(HOLD_FENCE);
    const id = await service.trigger();
    await until(async () => (await scrape())('queue_jobs{queue="report",state="active"}') === 1 || undefined);
    const waiting = await scrape();
    expect(waiting('queue_jobs{queue="report",state="waiting"}')).toBe(0);
    expect(waiting('newest_report_age_seconds')).toBeUndefined();
    await database.query('SELECT pg_advisory_unlock_all()');
    expect((await service.outcome(id)).response.status).toBe(200);

    await until(async () => (await scrapeWorkers('reports_total{outcome="complete"}')) > 0 || undefined);
    expect(await scrapeWorkers('report_seconds_count')).toBe(1);
    expect(await scrapeWorkers('report_seconds_sum')).toBeGreaterThan(0);
    expect(await scrapeWorkers('report_attempts_total')).toBe(1);
    // Three stores, two a shard.
    expect(await scrapeWorkers('report_shards_total{outcome="complete"}')).toBe(2);
    expect(await scrapeWorkers('report_shard_seconds_count')).toBe(2);
    expect(await scrapeWorkers('fence_wait_seconds_count{side="report"}')).toBeGreaterThan(0);
    expect((await scrape())('newest_report_age_seconds')).toBeLessThan(60);
  });

  it('tell the state of stores, and what answered', async () => {
    const value = await until(async () => {
      const scraped = await scrape();
      return scraped('stores{state="known"}') === 3 ? scraped : undefined;
    });
    expect(value('stores{state="inactive"}')).toBe(1);
    expect(value('stores{state="stale"}')).toBe(0);
    const age = Date.now() / 1000 - Date.UTC(2024, 9, 8, 12) / 1000;
    expect(value('newest_observation_age_seconds')).toBeGreaterThan(age - 60);
    expect(value('newest_observation_age_seconds')).toBeLessThan(age + 60);
    expect([value('source_up{source="postgresql"}'), value('source_up{source="redis"}')]).toEqual([1, 1]);
    expect(value('source_up{source="kafka"}')).toBeUndefined();
    expect(value('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
    expect(value('database_connections_max')).toBe(20);
    expect(value(`build_info{version="0.3.0",node="${process.version}"}`)).toBe(1);
  });

  it('tell whether the process is ready, and what is free on its disk', async () => {
    const value = await scrape();
    const { bavail, blocks, bsize } = await statfs(dataDir);
    expect([value('ready'), value('data_disk_size_bytes')]).toEqual([1, blocks * bsize]);
    expect(Math.abs((value('data_disk_free_bytes') ?? 0) - bavail * bsize)).toBeLessThan(0.1 * blocks * bsize);

    await database.query(`UPDATE schema_migration SET name = 'x' || name`);
    const [behind, ofWorker] = await Promise.all([scrape(), scrape((await workers())[0])]);
    await database.query(`UPDATE schema_migration SET name = substr(name, 2)`);
    expect([behind('ready'), ofWorker('ready')]).toEqual([0, 0]);
  });

  it('time requests by their routes, and have no label that a client can make up', async () => {
    await service.get('/stores/a');
    await service.get('/stores/nowhere');
    await fetch(`${service.base}/made-up`);
    await fetch(`${service.base}/made-up`, { method: 'PROPFIND' });
    const value = await until(async () => {
      const scraped = await scrape();
      return scraped('http_request_seconds_count{method="other",route="other",status="4xx"}') ? scraped : undefined;
    });
    expect(value('http_request_seconds_count{method="GET",route="/stores/{store_id}",status="2xx"}')).toBe(1);
    expect(value('http_request_seconds_count{method="GET",route="/stores/{store_id}",status="4xx"}')).toBe(1);
    expect(value('http_request_seconds_count{method="GET",route="other",status="4xx"}')).toBe(1);
    expect(value('http_request_seconds_count{method="POST",route="/imports/{kind}",status="2xx"}')).toBe(1);
  });

  it('come with probes, on a port of each worker', async () => {
    for (const url of await workers()) {
      const [live, ready] = await Promise.all(['live', 'ready'].map((probe) => fetch(`${url}/health/${probe}`)));
      expect([live?.status, ready?.status]).toEqual([200, 200]);
      expect(await ready?.json()).toMatchObject({ status: 'ok', details: { redis: { status: 'up' } } });
    }
  });
});

describe('traces', () => {
  const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
  const CLIENT = '00f067aa0ba902b7';

  /** The spans of that trace with a name, once there are as many as there should be. */
  async function spansOf(name: string, count: number) {
    return until(() => {
      const found = collector.spans.filter((span) => span.traceId === TRACE && span.name === name);
      return found.length >= count ? found : undefined;
    });
  }

  it('go on from a client over the queues to the statements of the workers', async () => {
    const triggered = await service.post('/trigger_report', undefined, { traceparent: `00-${TRACE}-${CLIENT}-01` });
    await service.outcome(text(await json(triggered), 'report_id'));

    const [request] = await spansOf('POST /trigger_report', 1);
    const [report] = await spansOf('supervise report', 1);
    // Three stores, two a shard.
    const shards = await spansOf('compute shard', 2);
    expect(triggered.headers.get('traceparent')).toBe(`00-${TRACE}-${request?.spanId ?? ''}-01`);
    expect([request?.parentSpanId, report?.parentSpanId]).toEqual([CLIENT, request?.spanId]);
    expect(shards.map(({ parentSpanId }) => parentSpanId)).toEqual([report?.spanId, report?.spanId]);
    const copies = await until(() => {
      const found = shards.map(({ spanId }) =>
        collector.spans.find(({ name, parentSpanId }) => name === 'COPY' && parentSpanId === spanId),
      );
      return found.includes(undefined) ? undefined : found;
    });
    expect(copies.map((span) => span?.traceId)).toEqual([TRACE, TRACE]);
    expect(request?.pid).toBe(service.pid);
    expect(report?.pid).not.toBe(service.pid);
  });

  it('are of requests and messages only, and hold no value of a statement', async () => {
    await service.put('/stores/Zanzibar/timezone', JSON.stringify({ timezone: 'Indian/Mauritius' }));
    await scrape();
    await service.get('/health/ready');
    const called = await service.get('/stores/Zanzibar');
    const trace = called.headers.get('traceparent')?.split('-')[1];
    // A process sends its spans in the order in which they end.
    await until(() =>
      collector.spans.find(({ traceId, name }) => traceId === trace && name === 'GET /stores/{store_id}'),
    );
    expect(JSON.stringify(collector.spans)).not.toMatch(/Zanzibar|Mauritius/);
    const roots = new Set(collector.spans.filter((span) => !span.parentSpanId).map(({ name }) => name));
    expect([...roots].filter((name) => /health|metrics|SELECT|BEGIN/.test(name))).toEqual([]);
  });
});
