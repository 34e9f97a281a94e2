import { itemsOf } from '../../support/pages';
import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const NOON = '2024-10-08T12:00:00Z';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1' });
  await service.importCsv('store-status', 'store_id,status,timestamp_utc\nknown,inactive,2024-10-01 00:00:00 UTC\n');
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function put(path: string, body: unknown): Promise<Record<string, unknown>> {
  return json(await service.put(`/stores/${path}`, JSON.stringify(body)));
}

async function supersededBy(change: () => Promise<unknown>): Promise<unknown> {
  const { id } = await service.report({ as_of: NOON });
  await change();
  return (await json(await service.get(`/reports/${id}`))).superseded_by_data;
}

describe('PUT /stores/{store_id}/timezone', () => {
  it('is an import of one row, and changes nothing the second time', async () => {
    const answer = await put('known/timezone', { timezone: 'america/new_york' });
    expect(answer).toMatchObject({
      kind: 'timezones',
      source: 'json',
      status: 'Complete',
      ...rowCounts({ read: 1, accepted: 1 }),
    });
    expect(answer.bytes_read).toBe('{"timezone":"america/new_york"}'.length);
    const [latest] = itemsOf(await json(await service.get('/imports?source=json')), 'imports');
    expect(latest).toEqual({ ...answer, file_name: null });
    const again = () => put('known/timezone', { timezone: 'America/New_York' });
    expect(await again()).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    expect(await json(await service.get('/stores/known'))).toMatchObject({ timezone: 'America/New_York' });
    expect(await supersededBy(again)).toBe(false);
    // Its scheduled time is all of it, in whatever zone.
    expect(await supersededBy(() => put('known/timezone', { timezone: 'Asia/Tokyo' }))).toBe(false);
    await put('known/business-hours', { hours: [{ dayOfWeek: 2, opens: '09:00', closes: '17:00' }] });
    expect(await supersededBy(() => put('known/timezone', { timezone: 'UTC' }))).toBe(true);
  });

  it('takes null for the default time zone', async () => {
    expect(await put('known/timezone', { timezone: null })).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect(await put('known/timezone', { timezone: null })).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    const store = await json(await service.get('/stores/known'));
    expect(store).toMatchObject({ timezone: 'America/Chicago', timezone_is_default: true });
  });

  it('creates a store, unless the time zone is null', async () => {
    expect(await put('zoned/timezone', { timezone: 'Asia/Tokyo' })).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
    expect((await service.report({ as_of: NOON })).csv).toContain('\nzoned,60.00,24.00,168.00,');
    expect(await put('nobody/timezone', { timezone: null })).toMatchObject({ status: 404, code: 'store_not_found' });
    expect(await put('nobody/business-hours', { closed: true })).toMatchObject({
      status: 404,
      code: 'store_not_found',
    });
    expect(await put('nobody/business-hours', { always_open: true })).toMatchObject({
      status: 404,
      code: 'store_not_found',
    });
    expect((await service.get('/stores/nobody')).status).toBe(404);
  });
});

describe('PUT /stores/{store_id}/business-hours', () => {
  it('replaces all hours, and counts them as a file does', async () => {
    const monday = { dayOfWeek: 0, opens: '9:00', closes: '17:00' };
    const tuesday = { dayOfWeek: 1, opens: '10:30:00.5', closes: '24:00' };
    const answer = await put('known/business-hours', { hours: [tuesday, monday, monday] });
    expect(answer).toMatchObject({
      kind: 'business-hours',
      source: 'json',
      ...rowCounts({ read: 3, accepted: 2, unchanged: 1 }),
    });
    expect(await json(await service.get('/stores/known'))).toMatchObject({
      hours: [
        { dayOfWeek: 0, opens: '09:00:00', closes: '17:00:00' },
        { dayOfWeek: 1, opens: '10:30:00.500000', closes: '24:00:00' },
      ],
    });
    // Only Monday in Chicago counts; its Tuesday opens after noon UTC.
    expect((await service.report({ as_of: NOON })).csv).toContain('\nknown,0.00,0.00,0.00,0.00,8.00,21.50\n');
    expect(await supersededBy(() => put('known/business-hours', { hours: [monday, tuesday] }))).toBe(false);
    // Removed hours are not counted, but they change the data.
    expect(await supersededBy(() => put('known/business-hours', { hours: [monday] }))).toBe(true);
    expect(await put('known/business-hours', { hours: [monday] })).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
  });

  it.each([
    ['always_open', { hours: [], open_now: true, always_open: true }],
    ['closed', { hours: [], open_now: false, always_open: false }],
  ] as const)('takes %s in place of hours, and counts one row', async (word, state) => {
    await put('known/business-hours', { hours: [{ dayOfWeek: 6, opens: '00:00', closes: '00:00' }] });
    expect(await supersededBy(() => put('known/business-hours', { [word]: true }))).toBe(true);
    expect(await put('known/business-hours', { [word]: true })).toMatchObject(rowCounts({ read: 1, unchanged: 1 }));
    expect(await json(await service.get('/stores/known'))).toMatchObject(state);
  });

  it('creates a store', async () => {
    expect(
      await put('new/business-hours', { hours: [{ dayOfWeek: 6, opens: '00:00', closes: '00:00' }] }),
    ).toMatchObject(rowCounts({ read: 1, accepted: 1 }));
  });
});

describe('a wrong body', () => {
  const right = { dayOfWeek: 0, opens: '09:00', closes: '17:00' };

  it.each([
    ['timezone', { timezone: 'Mars/Olympus' }, 'unknown_timezone'],
    ['timezone', { timezone: 'America_New_York' }, 'unknown_timezone'],
    ['timezone', { timezone: 7 }, 'invalid_timezone'],
    ['timezone', {}, 'missing_field'],
    ['timezone', { timezone: null, zone: null }, 'unknown_field'],
    ['timezone', { timezone: ' ' }, 'missing_field'],
    ['timezone', [], 'invalid_body'],
    ['business-hours', {}, 'invalid_hours'],
    ['business-hours', { hours: {} }, 'invalid_hours'],
    ['business-hours', { hours: Array.from({ length: 101 }, () => right) }, 'invalid_hours'],
    ['business-hours', { hours: [right], more: 1 }, 'unknown_field'],
    ['business-hours', { hours: [] }, 'ambiguous_hours'],
    ['business-hours', { hours: [right], closed: true }, 'invalid_hours'],
    ['business-hours', { always_open: true, closed: true }, 'invalid_hours'],
    ['business-hours', { always_open: false }, 'invalid_hours'],
    ['business-hours', { closed: 'true' }, 'invalid_hours'],
    ['business-hours', { closed: true, effective_from: '2024-13-01' }, 'invalid_date'],
    ['business-hours', { closed: true, effective_from: 7 }, 'invalid_date'],
    ['timezone', { timezone: 'UTC', effective_from: '07.10.2024' }, 'invalid_date'],
    ['timezone', { timezone: 'UTC', effective_from: '' }, 'invalid_date'],
    ['special-hours/2024-11-28', { hours: [] }, 'ambiguous_hours'],
    ['special-hours/2024-11-28', {}, 'invalid_special_hours'],
    ['special-hours/2024-11-28', { always_open: true }, 'unknown_field'],
    [
      'special-hours/2024-11-28',
      { hours: [{ opens: '09:00', closes: '17:00' }], closed: true },
      'invalid_special_hours',
    ],
    ['special-hours/2024-11-28', { closed: true, effective_from: '2024-10-07' }, 'unknown_field'],
    ['special-hours/2024-11-28', { hours: [right] }, 'unknown_field'],
    ['special-hours/2024-11-28', { hours: [{ opens: '09:00' }] }, 'missing_field'],
    ['special-hours/2024-11-28', { hours: [{ opens: '09:00', closes: '24:30' }] }, 'invalid_time'],
    ['special-hours/2024-11-28', { hours: ['closed'] }, 'not_an_object'],
    ['special-hours/2024-11-28', [], 'invalid_body'],
  ])('%s %j is refused', async (path, body, code) => {
    expect(await put(`known/${path}`, body)).toMatchObject({ status: 422, code });
  });

  it('of the end of an archiving says nothing of versions', async () => {
    await put('known/archived', { from: '2024-11-01' });
    expect(await put('known/archived', { from: null })).toMatchObject({ rows_accepted: 1, note: null });
  });

  it('of hours that are ambiguous names both forms that are not', async () => {
    const { detail } = await put('known/business-hours', { hours: [] });
    expect(detail).toContain('{"always_open": true} or {"closed": true}');
    const special = await put('known/special-hours/2024-11-28', { hours: [] });
    expect(special.detail).toContain('{"hours": [{"opens": "00:00", "closes": "24:00"}]} or {"closed": true}');
  });

  it('names the time zone that was probably meant', async () => {
    const { detail } = await put('known/timezone', { timezone: 'america/new york ' });
    expect(detail).toBe('The time zone database has no zone of this name. Did you mean America/New_York?');
    const none = await put('known/timezone', { timezone: 'Mars/Olympus' });
    expect(none.detail).toBe('The time zone database has no zone of this name.');
  });

  it.each([
    ['not_an_object', 'text'],
    ['missing_field', { ...right, closes: undefined }],
    ['missing_field', { ...right, opens: ' ' }],
    ['unknown_field', { ...right, note: 'lunch' }],
    ['invalid_day', { ...right, dayOfWeek: 7 }],
    ['invalid_day', { ...right, dayOfWeek: '0' }],
    ['invalid_time', { ...right, opens: '9.00' }],
    ['invalid_time', { ...right, closes: '24:00:01' }],
    ['invalid_time', { ...right, closes: 17 }],
  ])('names the hours that are wrong: %s', async (code, hours) => {
    const before = await json(await service.get('/imports?limit=1'));
    const refused = await put('known/business-hours', { hours: [right, right, hours] });
    expect(refused).toMatchObject({ status: 422, code, index: 2 });
    expect(await json(await service.get('/imports?limit=1'))).toEqual(before);
  });

  it('is refused for its form, too', async () => {
    const path = '/stores/known/timezone';
    const type = { 'content-type': 'text/plain' };
    expect(await json(await service.put(path, '{}', type))).toMatchObject({ code: 'unsupported_media_type' });
    expect(await json(await service.put(path, '{'))).toMatchObject({ status: 400, code: 'malformed_request' });
    const long = JSON.stringify({ timezone: 'x'.repeat(64 * 1024) });
    expect(await json(await service.put(path, long))).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(await put('-/timezone', { timezone: 'UTC' })).toMatchObject({ status: 400, code: 'invalid_store_id' });
  });
});
