import { z } from 'zod';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

/** Open from nine to seven in New York; `1` is down for an hour on 3 October, `2` for three on 8 October. */
const STATUS = [
  'store_id,status,timestamp_utc',
  '1,active,2024-09-01 00:00:00 UTC',
  '1,inactive,2024-10-03 14:00:00 UTC',
  '1,active,2024-10-03 15:00:00 UTC',
  '2,active,2024-09-01 00:00:00 UTC',
  '2,inactive,2024-10-08 14:00:00 UTC',
  '2,active,2024-10-08 17:00:00 UTC',
  '2,active,2024-10-11 04:00:00 UTC',
];
const HOURS = ['1', '2'].flatMap((id) => [0, 1, 2, 3, 4, 5, 6].map((day) => `${id},${day},09:00,19:00`));
const HOUR = 3_600_000_000;

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir());
  await bring('timezones', ['store_id,timezone_str', '1,America/New_York', '2,America/New_York']);
  await bring('business-hours', ['store_id,day,start_time_local,end_time_local', ...HOURS]);
  await bring('stores', ['store_id,name,Region,sales_per_hour', '1,Main Street,West,100.10', '2,,West,a lot']);
  await bring('store-status', STATUS);
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function bring(kind: string, lines: readonly string[], query = ''): Promise<Record<string, unknown>> {
  const answer = await service.importCsv(`${kind}${query}`, `${lines.join('\n')}\n`);
  expect(answer.status).toBe(201);
  return json(answer);
}

async function get(path: string): Promise<Record<string, unknown>> {
  const answer = await service.get(path);
  expect(answer.status).toBe(200);
  return json(answer);
}

async function setTarget(of: string, percent: string): Promise<Record<string, unknown>> {
  const answer = await service.put(`/targets/${of}`, JSON.stringify({ percent }));
  expect(answer.status).toBe(200);
  return json(answer);
}

const problemOf = async (answer: Response) => {
  const { status, code } = await json(answer);
  return [status, code];
};

describe('targets', () => {
  it('are set and removed, and listed from the fleet to the stores', async () => {
    await setTarget('stores/1', '99.50');
    await setTarget('attributes/REGION?value=West', '99');
    await setTarget('fleet', '100');
    const set = await setTarget('fleet', '98.5');
    expect(await setTarget('fleet', '98.500')).toEqual(set);
    expect(await get('/targets')).toMatchObject({
      targets: [
        { scope: 'fleet', percent: '98.5', attribute: null, value: null, store_id: null, set_by: 'anonymous' },
        { scope: 'attribute', percent: '99', attribute: 'Region', value: 'West', store_id: null },
        { scope: 'store', percent: '99.5', store_id: '1' },
      ],
      next_cursor: null,
    });
    const removals = [await service.delete('/targets/stores/1'), await service.delete('/targets/stores/1')];
    expect(removals.map(({ status }) => status)).toEqual([204, 204]);
    const { targets } = await get('/targets');
    expect(targets).toHaveLength(2);
    const { entries } = await get('/audit?limit=5');
    expect(entries).toMatchObject([
      { action: 'DELETE /targets/stores/{store_id}', ids: { store_id: '1', percent: '99.5' }, outcome: 'done' },
      { action: 'PUT /targets/fleet', ids: { percent: '98.5' } },
      { action: 'PUT /targets/fleet', ids: { percent: '100' } },
      { action: 'PUT /targets/attributes/{attribute}', ids: { attribute: 'REGION', value: 'West', percent: '99' } },
      { action: 'PUT /targets/stores/{store_id}', ids: { store_id: '1', percent: '99.5' } },
    ]);
  });

  it.each([
    ['fleet', '{"percent":99.95}', 422, 'invalid_percent'],
    ['fleet', '{"percent":"0"}', 422, 'invalid_percent'],
    ['fleet', '{"percent":"100.5"}', 422, 'invalid_percent'],
    ['fleet', '{"percent":"99.1234567"}', 422, 'invalid_percent'],
    ['fleet', '{"percent":"99","by":"me"}', 422, 'unknown_field'],
    ['stores/3', '{"percent":"99"}', 404, 'store_not_found'],
    ['attributes/regoin?value=West', '{"percent":"99"}', 422, 'unknown_attribute'],
    ['attributes/region?value=%20', '{"percent":"99"}', 400, 'invalid_value'],
    ['attributes/region', '{"percent":"99"}', 400, 'invalid_value'],
  ])('of %s is refused from %s', async (of, body, status, code) => {
    const before = await get('/targets');
    expect(await problemOf(await service.put(`/targets/${of}`, body))).toEqual([status, code]);
    expect(await get('/targets')).toEqual(before);
  });

  it('keep a store from being removed', async () => {
    await bring('stores', ['store_id,name', 'empty,x']);
    expect((await service.put('/stores/empty', '{}')).status).toBe(200);
    await setTarget('stores/empty', '99');
    expect(await problemOf(await service.delete('/stores/empty'))).toEqual([409, 'store_has_data']);
    await service.delete('/targets/stores/empty');
    expect((await service.delete('/stores/empty')).status).toBe(200);
  });
});

describe('a month', () => {
  beforeAll(async () => {
    await setTarget('fleet', '98.5');
    await setTarget('attributes/region?value=West', '99');
  });

  it('of a store says what of it was lost, may still be lost, and when that is gone', async () => {
    // Ten hours on each of 31 days, of which ten are over: 3.1 may be lost, one is, and 0.1 will be a day.
    expect(await get('/stores/1/target?month=2024-10')).toEqual({
      store_id: '1',
      month: '2024-10',
      as_of: '2024-10-11T04:00:00.000000Z',
      from: '2024-10-01T04:00:00.000000Z',
      to: '2024-11-01T04:00:00.000000Z',
      timezone: 'America/New_York',
      target: { scope: 'attribute', attribute: 'Region', value: 'West', store_id: null, percent: '99' },
      scheduled_us: 310 * HOUR,
      uptime_us: 99 * HOUR,
      downtime_us: HOUR,
      unknown_us: 0,
      excluded_us: 0,
      ahead_us: 210 * HOUR,
      uptime_percent: '99',
      met: true,
      allowed_us: 3.1 * HOUR,
      left_us: 2.1 * HOUR,
      minutes_left: '126.00',
      gone_on: null,
      lost_sales_estimate: '100.10',
    });
    expect(await get('/stores/2/target?month=2024-10')).toMatchObject({
      uptime_percent: '97',
      met: false,
      minutes_left: '6.00',
      // Three of a hundred hours: another 0.3 on 11 October are more than the 0.1 that are left.
      gone_on: '2024-10-11',
      lost_sales_estimate: null,
    });
  });

  it('has the figures that a report has in its window', async () => {
    const { id } = await service.report({ windows: ['2024-10'] });
    const { groups } = z
      .object({ groups: z.array(z.object({ windows: z.record(z.string(), z.record(z.string(), z.number())) })) })
      .parse(await get(`/reports/${id}/groups?by=timezone`));
    const figures = groups[0]?.windows['2024-10'];
    const { uptime_us, downtime_us, unknown_us, excluded_us } = figures ?? {};
    expect(await get('/targets/status?month=2024-10')).toMatchObject({
      groups: [{ uptime_us, downtime_us, unknown_us, excluded_us, stores: 2 }],
    });
  });

  it('of a group says how many stores met their targets, and what they may lose together', async () => {
    const group = {
      stores: 2,
      stores_with_target: 2,
      stores_met: 1,
      stores_missed: 1,
      percent: '99',
      uptime_percent: '98',
      met: false,
      allowed_us: 6.2 * HOUR,
      left_us: 132 * (HOUR / 60),
      minutes_left: '132.00',
      // Four hours, and 0.4 a day: 6.4 after six more days.
      gone_on: '2024-10-16',
      lost_sales_estimate: '100.10',
      stores_with_sales: 1,
    };
    expect(await get('/targets/status?month=2024-10')).toMatchObject({ by: [], groups: [{ key: {}, ...group }] });
    expect(await get('/targets/status?month=2024-10&by=REGION')).toMatchObject({
      by: ['Region'],
      groups: [{ key: { Region: 'West' }, ...group }],
      next_cursor: null,
    });
  });

  it.each([
    ['/targets/status', 400, 'invalid_month'],
    ['/targets/status?month=2024-13', 400, 'invalid_month'],
    ['/targets/status?month=2024-10&by=owner', 422, 'unknown_attribute'],
    ['/stores/3/target?month=2024-10', 404, 'store_not_found'],
    ['/stores/1/target?month=2024-10&as_of=yesterday', 400, 'invalid_as_of'],
  ])('%s is a %d %s', async (path, status, code) => {
    expect(await problemOf(await service.get(path))).toEqual([status, code]);
  });
});

describe('lost sales', () => {
  const RANGE = 'from=2024-10-03T13:30:00Z&to=2024-10-03T14:30:00Z';

  it('are in the figures and the ledger of a store, if they are asked for', async () => {
    const asked = await get(`/stores/1/uptime?${RANGE}&explain=true&lost_sales=true`);
    expect(asked).toMatchObject({ downtime_us: HOUR / 2, lost_sales_estimate: '50.05' });
    const { ledger } = z.object({ ledger: z.array(z.looseObject({ state: z.string() })) }).parse(asked);
    expect(ledger.map((stretch) => [stretch.state, stretch.lost_sales_estimate])).toEqual([
      ['active', undefined],
      ['inactive', '50.05'],
    ]);
    expect(await get(`/stores/1/uptime?${RANGE}`)).not.toHaveProperty('lost_sales_estimate');
    expect(await get(`/stores/2/uptime?${RANGE}&lost_sales=true`)).not.toHaveProperty('lost_sales_estimate');
  });

  it('are in outages', async () => {
    const range = 'from=2024-10-01T00:00:00Z&to=2024-10-11T00:00:00Z';
    const outages = z.object({ outages: z.array(z.looseObject({ store_id: z.string() })) });
    const asked = outages.parse(await get(`/outages?${range}&lost_sales=true`));
    expect(asked.outages.map((each) => [each.store_id, each.lost_sales_estimate])).toEqual([
      ['2', undefined],
      ['1', '100.10'],
    ]);
    expect(await (await service.get(`/outages?${range}&lost_sales=true&format=csv`)).text()).toMatch(
      /,open_now,lost_sales_estimate\n2,.*,\n1,.*,100\.10\n$/,
    );
    expect(await (await service.get(`/outages?${range}&format=csv`)).text()).toMatch(/,open_now\n/);
  });

  it('are in the groups of a report', async () => {
    const { id } = await service.report({ windows: ['2024-10', '2024-10-04'] });
    const path = `/reports/${id}/groups?by=region`;
    expect(await get(`${path}&lost_sales=true`)).toMatchObject({
      groups: [
        {
          stores: 2,
          stores_with_sales: 1,
          windows: { '2024-10': { lost_sales_estimate: '100.10' }, '2024-10-04': { lost_sales_estimate: '0.00' } },
        },
      ],
    });
    expect(await (await service.get(`${path}&lost_sales=true&format=csv`)).text()).toMatch(
      /,stores_with_sales,lost_sales_estimate_2024-10,lost_sales_estimate_2024-10-04\nWest,2,.*,1,100\.10,0\.00\n$/,
    );
    expect(await (await service.get(path)).text()).not.toContain('sales');
  });
});

describe('the file of an import', () => {
  it('is named where the import is looked up', async () => {
    const sent = await bring(
      'timezones',
      ['store_id,timezone_str', '1,America/New_York'],
      '?file_name=C:%5Cmine%5Czones.csv',
    );
    expect(sent).not.toHaveProperty('file_name');
    expect(await get(`/imports/${String(sent.import_id)}`)).toMatchObject({ file_name: 'zones.csv' });
    expect(await get('/imports?limit=2')).toMatchObject({ imports: [{ file_name: 'zones.csv' }, { file_name: null }] });
    const long = await service.importCsv(`timezones?file_name=${'a'.repeat(1001)}`, 'store_id,timezone_str\n');
    expect(await problemOf(long)).toEqual([400, 'invalid_file_name']);
  });
});

it('what was set outlives a restart', async () => {
  const before = [await get('/targets'), await get('/stores/1/target?month=2024-10')];
  await service.stop('SIGKILL');
  service = await Service.start(service.dataDir);
  expect([await get('/targets'), await get('/stores/1/target?month=2024-10')]).toEqual(before);
});
