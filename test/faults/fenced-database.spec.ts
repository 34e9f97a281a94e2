import { csvOf, importStores, Rig, storesIn } from '../support/rig';
import { emptyDataDir, json, type Service, type ServiceProcess, text, until } from '../support/service';

jest.setTimeout(300_000);

/** SQLSTATEs of PostgreSQL for "not now" that a test can hardly bring about. */
const NOT_NOW = ['08006', '25P03', '25P04', '40001', '40P01', '53200', '55P03', '57014', '57P05', '58030'];

let rig: Rig;
let service: Service;
let worker: ServiceProcess;
let ids: string[];
let csv: string;
let calls: Readonly<Record<string, () => Promise<Response>>>;
/** The status of each call while all is well. */
let usual: Readonly<Record<string, number>>;

beforeAll(async () => {
  // The schema is to belong to the role under which the service runs.
  rig = await Rig.start(emptyDataDir);
  // Limits of connections do not hold for superusers.
  await rig.query(`CREATE ROLE ordinary LOGIN PASSWORD 'known to nobody else'`);
  await rig.query('ALTER DATABASE restaurant_monitor OWNER TO ordinary');
  const url = new URL(rig.environment('ordinary').DATABASE_URL ?? '');
  [url.username, url.password] = ['ordinary', encodeURIComponent('known to nobody else')];
  service = await rig.service({ DATABASE_URL: url.href });
  worker = rig.worker('ordinary', { DATABASE_URL: url.href, REPORT_SHARD_STORES: '5' });
  ids = await importStores(service, { stores: 20, polls: 2 });
  const { id } = await service.report();
  calls = callsOf(
    service,
    ids[0] ?? '',
    id,
    text(await json(await observe()), 'import_id'),
    await closureOf('revoked'),
  );
  usual = Object.fromEntries(await statuses());
  // The calls change something the first time.
  csv = await csvOf(service, await service.trigger());
  expect(storesIn(csv)).toEqual(ids);
});

afterAll(async () => {
  await rig.stop();
});

async function observe(): Promise<Response> {
  return service.observe([{ store_id: ids[0], status: 'active', timestamp_utc: '2024-10-01T00:00:00Z' }]);
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Declares a closure that no report sees. */
async function declare(storeId: string): Promise<Response> {
  const closure = { store_id: storeId, from: '2023-01-01T00:00:00Z', to: '2023-01-02T00:00:00Z' };
  return service.post('/closures', JSON.stringify(closure), JSON_TYPE);
}

async function closureOf(storeId: string): Promise<string> {
  return text(await json(await declare(storeId)), 'closure_id');
}

/**
 * Each call that reads or writes, by its name in the OpenAPI document. All that set the same thing set it alike, since a report may
 * begin anew at any moment.
 */
function callsOf(service: Service, store: string, report: string, importId: string, closure: string): typeof calls {
  const HOURS = '{"hours":[{"dayOfWeek":1,"opens":"08:00","closes":"09:00"}]}';
  const TARGET = '{"percent":"99.95"}';
  const day = 'from=2024-10-01T00:00:00Z&to=2024-10-02T00:00:00Z';
  return {
    getFleet: () => service.get('/fleet'),
    getFleetTimeline: () => service.get(`/fleet/timeline?${day}&by=timezone`),
    getSession: () => service.get('/session'),
    listAudit: () => service.get('/audit'),
    listKeys: () => service.get('/keys'),
    getReport: () => service.get(`/get_report?report_id=${report}`),
    importStoreStatus: () =>
      service.importCsv('store-status', `store_id,status,timestamp_utc\n${store},active,2024-10-02T00:00:00Z\n`),
    importBusinessHours: () =>
      service.importCsv(
        'business-hours',
        `store_id,dayOfWeek,start_time_local,end_time_local\n${store},1,08:00,09:00\n`,
      ),
    importTimezones: () => service.importCsv('timezones', `store_id,timezone_str\n${store},UTC\n`),
    importSpecialHours: () =>
      service.importCsv(
        'special-hours',
        `store_id,date,start_time_local,end_time_local\n${store},2023-01-01,08:00,09:00\n`,
      ),
    importClosures: () =>
      service.importCsv(
        'closures',
        `store_id,from,to,reason\n${store},2023-01-01 00:00:00 UTC,2023-01-03 00:00:00 UTC,\n`,
      ),
    importStores: () => service.importCsv('stores', `store_id,name,region\n${store},Main Street,West\n`),
    listClosures: () => service.get('/closures'),
    declareClosure: () => declare(store),
    revokeClosure: () => service.delete(`/closures/${closure}`),
    listImports: () => service.get('/imports'),
    getImport: () => service.get(`/imports/${importId}`),
    downloadImportRejects: () => service.get(`/imports/${importId}/rejects`),
    sendObservations: observe,
    listOutages: () => service.get(`/outages?${day}`),
    listReportGroups: () => service.get(`/reports/${report}/groups?by=timezone`),
    listReportRows: () => service.get(`/reports/${report}/rows`),
    listReports: () => service.get('/reports'),
    getReportDetails: () => service.get(`/reports/${report}`),
    downloadReport: () => service.get(`/reports/${report}/csv`),
    cancelReport: () => service.post(`/reports/${report}/cancel`),
    reviseReport: () => service.post(`/reports/${report}/revise`),
    compareReports: () => service.get(`/reports/${report}/diff?against=${report}`),
    getReportTotals: () => service.get(`/reports/${report}/totals`),
    watchReport: () => service.get(`/reports/${report}/events`),
    setStoreTimezone: () => service.put(`/stores/${store}/timezone`, '{"timezone":"UTC"}'),
    setStoreBusinessHours: () => service.put(`/stores/${store}/business-hours`, HOURS),
    setStoreSpecialHours: () => service.put(`/stores/${store}/special-hours/2023-01-02`, '{"closed":true}'),
    removeStoreSpecialHours: () => service.delete(`/stores/${store}/special-hours/2023-01-03`),
    listStoreSpecialHours: () => service.get(`/stores/${store}/special-hours`),
    getStoreSchedule: () => service.get(`/stores/${store}/schedule`),
    listStoreScheduleChanges: () => service.get(`/stores/${store}/schedule/history`),
    archiveStore: () => service.put(`/stores/${store}/archived`, '{"from":null}'),
    removeStore: () => service.delete('/stores/nobody'),
    listStoreObservations: () => service.get(`/stores/${store}/observations?${day}`),
    listStoreOutages: () => service.get(`/stores/${store}/outages?${day}`),
    listStores: () => service.get('/stores'),
    listStoreAttributes: () => service.get('/stores/attributes'),
    setStore: () => service.put(`/stores/${store}`, '{"name":"Main Street","attributes":{"region":"West"}}'),
    updateStore: () => service.patch(`/stores/${store}`, '{"attributes":{"region":"West"}}'),
    getStore: () => service.get(`/stores/${store}`),
    listTargets: () => service.get('/targets'),
    getTargetStatus: () => service.get('/targets/status?month=2024-10&by=timezone'),
    getStoreTarget: () => service.get(`/stores/${store}/target?month=2024-10`),
    setFleetTarget: () => service.put('/targets/fleet', TARGET),
    removeFleetTarget: () => service.delete('/targets/fleet'),
    setAttributeTarget: () => service.put('/targets/attributes/region?value=West', TARGET),
    removeAttributeTarget: () => service.delete('/targets/attributes/region?value=West'),
    setStoreTarget: () => service.put(`/targets/stores/${store}`, TARGET),
    removeStoreTarget: () => service.delete(`/targets/stores/${store}`),
    triggerReport: () => service.post('/trigger_report'),
    getStoreUptime: () => service.get(`/stores/${store}/uptime?${day}`),
  };
}

/** The status of each call; 0 if its answer was cut off. */
async function statuses(): Promise<(readonly [call: string, status: number])[]> {
  const found: (readonly [string, number])[] = [];
  for (const [name, call] of Object.entries(calls)) {
    const answer = await call();
    const isWhole = await answer.text().then(
      () => true,
      () => false,
    );
    found.push([name, isWhole ? answer.status : 0]);
  }
  return found;
}

/** Probes and metrics, which answer without PostgreSQL; and calls after which all the others would need a key, or which need one. */
const OTHERS = /Health|Liveness|Readiness|Metrics|^(createKey|revokeKey|logIn|logOut)/;

it('the calls are all that there are, but for those of probes and of keys', async () => {
  const document = await (await service.get('/docs-json')).text();
  const documented = [...document.matchAll(/"operationId":"(\w+)"/g)].map(([, name]) => name);
  expect(Object.keys(calls).sort()).toEqual(documented.filter((name) => !OTHERS.test(name ?? '')).sort());
  expect(Object.entries(usual).filter(([, status]) => status >= 300)).toEqual([
    ['cancelReport', 409],
    ['removeStore', 404],
  ]);
});

/** Makes all sessions of the service and its worker begin anew. */
async function endSessions(): Promise<void> {
  await rig.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'ordinary'`);
}

/** Makes writes fail with each of these SQLSTATEs in turn. */
async function raiseOnWrites(): Promise<() => Promise<unknown>> {
  const states = NOT_NOW.map((state) => `'${state}'`).join();
  await rig.query('CREATE SEQUENCE turn');
  await rig.query('CREATE TABLE fence AS SELECT 1');
  await rig.query(
    `CREATE FUNCTION raise_not_now() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN
       IF NOT EXISTS (SELECT FROM fence) THEN RETURN NEW; END IF;
       RAISE EXCEPTION 'not now' USING ERRCODE = (ARRAY[${states}])[1 + nextval('turn') % ${NOT_NOW.length}];
     END $$`,
  );
  for (const table of ['import', 'report', 'report_shard']) {
    await rig.query(
      `CREATE TRIGGER fence BEFORE INSERT OR UPDATE ON ${table} FOR EACH ROW EXECUTE FUNCTION raise_not_now()`,
    );
  }
  // To drop them would wait for the end of the reports that they prevent.
  return () => rig.query('DELETE FROM fence');
}

/** Cancels whatever is being executed, over and over. */
function cancelAll(): () => Promise<void> {
  const over = new AbortController();
  const cancelling = (async () => {
    while (!over.signal.aborted) {
      await rig.query(
        `SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE usename = 'ordinary' AND state = 'active'`,
      );
    }
  })();
  return async () => {
    over.abort();
    await cancelling;
  };
}

it.each<[fence: string, unready: string | undefined, begin: () => Promise<() => Promise<unknown>>]>([
  [
    'is a standby',
    'writable',
    async () => {
      await rig.makeStandby();
      return () => rig.promote();
    },
  ],
  [
    'has no connection left',
    'postgresql',
    async () => {
      await rig.query('ALTER ROLE ordinary CONNECTION LIMIT 0');
      await endSessions();
      return () => rig.query('ALTER ROLE ordinary CONNECTION LIMIT -1');
    },
  ],
  [
    'takes no connections',
    'postgresql',
    async () => {
      await rig.query('ALTER ROLE ordinary NOLOGIN');
      await endSessions();
      return () => rig.query('ALTER ROLE ordinary LOGIN');
    },
  ],
  ['is starting', 'postgresql', () => rig.startForEver()],
  ['cancels statements', undefined, () => Promise.resolve(cancelAll())],
  ['ends transactions, or lacks what they need', undefined, raiseOnWrites],
])('a PostgreSQL that %s makes calls unavailable, if anything, and only until it no longer does', async (...fence) => {
  const [, unready, begin] = fence;
  await rig.slowDownShards(200);
  const disturbed = await service.trigger();
  await until(async () => ((await rig.report(disturbed)).stores_done > 0 ? true : undefined));

  const end = await begin();
  try {
    if (unready !== undefined) {
      const reasons = await until(async () => {
        const answer = await service.get('/health/ready');
        return answer.status === 503 ? await answer.text() : undefined;
      });
      expect(reasons).toContain(unready);
    }
    const found = [...(await statuses()), ...(await statuses())];
    const faults = found.filter(([name, status]) => ![usual[name], 503, 0].includes(status));
    expect(faults).toEqual([]);
    if (unready !== undefined) expect(found).toContainEqual(['triggerReport', 503]);
  } finally {
    await end();
  }

  await until(async () => ((await service.get('/health/ready')).ok ? true : undefined), 10_000);
  await rig.slowDownShards(0);
  expect(Object.fromEntries(await statuses())).toEqual(usual);
  expect(await csvOf(service, disturbed)).toBe(csv);
  expect(await csvOf(service, await service.trigger())).toBe(csv);
  expect([service.ended, worker.ended]).toEqual([false, false]);
});
