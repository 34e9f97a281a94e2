import { allPages, itemsOf } from '../../support/pages';
import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service } from '../../support/service';

const HEADER = 'store_id,from,to,reason\n';
const OCTOBER_7 = { from: '2024-10-07T10:00:00Z', to: '2024-10-07T12:00:00Z' };

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', DEFAULT_TIMEZONE: 'UTC' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

async function declare(closure: object): Promise<Record<string, unknown>> {
  const headers = { 'content-type': 'application/json' };
  return json(await service.post('/closures', JSON.stringify(closure), headers));
}

async function revoke(closureId: unknown): Promise<Record<string, unknown>> {
  return json(await service.delete(`/closures/${String(closureId)}`));
}

async function find(query: string): Promise<Record<string, unknown>[]> {
  return itemsOf(await json(await service.get(`/closures?${query}`)), 'closures');
}

async function latestImport(): Promise<unknown> {
  return itemsOf(await json(await service.get('/imports?limit=1')), 'imports')[0];
}

/** The uptime, downtime, unknown and excluded hours of a store on 7 October. */
async function figures(storeId: string, terms: object = {}): Promise<string[]> {
  const { csv } = await service.report({
    as_of: '2024-10-08T00:00:00Z',
    windows: ['2024-10-07'],
    columns: 'all',
    ...terms,
  });
  const row = csv.split('\n').find((line) => line.startsWith(`${storeId},`));
  return row?.split(',').slice(1) ?? [];
}

describe('a closure', () => {
  it('says what was declared, by whom, when, and whether too late', async () => {
    const declared = await declare({ store_id: ' a ', ...OCTOBER_7, reason: ' kitchen refit ' });
    expect(declared).toMatchObject({
      ...{ store_id: 'a', from: '2024-10-07T10:00:00.000000Z', to: '2024-10-07T12:00:00.000000Z' },
      ...{ reason: 'kitchen refit', declared_by: 'anonymous', declared_late: true, revoked_at: null, revoked_by: null },
    });
    expect(await latestImport()).toMatchObject({
      ...{ kind: 'closures', source: 'json', import_id: declared.import_id, ...rowCounts({ read: 1, accepted: 1 }) },
    });
    const early = await declare({ store_id: 'a', from: '2124-10-07T10:00:00Z', to: '2124-10-07T12:00:00Z' });
    expect(early).toMatchObject({ reason: '', declared_late: false });
    expect(await find('store_id=a')).toEqual([early, declared]);
  });

  it('that is declared again is the one that is known, and changes nothing', async () => {
    const first = await declare({ store_id: 'again', ...OCTOBER_7 });
    const second = await declare({
      store_id: 'again',
      from: '2024-10-07T12:00:00+02:00',
      to: OCTOBER_7.to,
      reason: '',
    });
    expect(second).toEqual(first);
    expect(await latestImport()).toMatchObject({ kind: 'closures', ...rowCounts({ read: 1, unchanged: 1 }) });
    expect(await declare({ store_id: 'again', ...OCTOBER_7, reason: 'refit' })).not.toEqual(first);
    expect(await find('store_id=again')).toHaveLength(2);
  });

  it('is declared once by requests at the same moment', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => declare({ store_id: 'twice', ...OCTOBER_7 })));
    expect(new Set(answers.map(({ closure_id: id }) => id)).size).toBe(1);
    expect(await find('store_id=twice')).toEqual([answers[0]]);
    expect(itemsOf(await json(await service.get('/stores/twice/schedule/history')), 'changes')).toHaveLength(1);
  });

  it('that is revoked counts no longer, stays on record, and can be declared anew', async () => {
    const first = await declare({ store_id: 'revoked', ...OCTOBER_7 });
    const revoked = await revoke(first.closure_id);
    expect(revoked).toEqual({ ...first, revoked_at: expect.stringMatching(/Z$/), revoked_by: 'anonymous' });
    expect(await revoke(first.closure_id)).toEqual(revoked);
    expect(await latestImport()).toMatchObject({ kind: 'closures', ...rowCounts({ read: 1, unchanged: 1 }) });
    expect(await find('store_id=revoked')).toEqual([]);
    const anew = await declare({ store_id: 'revoked', ...OCTOBER_7 });
    expect(anew.closure_id).not.toBe(first.closure_id);
    expect(await find('store_id=revoked')).toEqual([anew]);
    expect(await find('store_id=revoked&revoked=true')).toHaveLength(2);
    expect(await revoke('00000000-0000-4000-8000-000000000000')).toMatchObject({
      status: 404,
      code: 'closure_not_found',
    });
    expect(await revoke('x')).toMatchObject({ status: 400, code: 'invalid_closure_id' });
  });

  it.each([
    ['invalid_store_id', { store_id: '**' }],
    ['invalid_store_id', { store_id: null }],
    ['invalid_closure', { to: OCTOBER_7.from }],
    ['invalid_closure', { to: '2024-10-07T11:59:59+02:00' }],
    ['invalid_from', { from: 'yesterday' }],
    ['invalid_to', { to: '9999-12-31T00:00:00Z' }],
    ['invalid_to', { to: undefined }],
    ['invalid_reason', { reason: '🔥'.repeat(201) }],
    ['invalid_reason', { reason: 7 }],
    ['invalid_reason', { reason: 'a\0b' }],
    ['unknown_field', { note: 'x' }],
  ])('is refused: %s', async (code, change) => {
    const before = await latestImport();
    expect(await declare({ store_id: 'wrong', ...OCTOBER_7, ...change })).toMatchObject({ status: 422, code });
    expect(await latestImport()).toEqual(before);
    expect(await find('store_id=wrong&revoked=true')).toEqual([]);
  });

  it('has a reason of up to 200 characters of any language', async () => {
    const reason = '🔥'.repeat(199) + 'é';
    expect(await declare({ store_id: 'reason', ...OCTOBER_7, reason })).toMatchObject({ reason });
    const csv = `${HEADER}reason,${OCTOBER_7.from},${OCTOBER_7.to},${reason}\nreason,${OCTOBER_7.from},${OCTOBER_7.to},x${reason}\n`;
    expect(await json(await service.importCsv('closures', csv))).toMatchObject(
      rowCounts({ read: 2, unchanged: 1, rejected: 1 }),
    );
    expect(await find('store_id=reason')).toHaveLength(1);
  });
});

describe('open time that closures cover', () => {
  beforeAll(async () => {
    await service.observe([
      { store_id: 'open', status: 'active', timestamp_utc: '2024-10-01T00:00:00Z' },
      { store_id: 'other', status: 'inactive', timestamp_utc: '2024-10-01T00:00:00Z' },
    ]);
  });

  it('is excluded, once where they overlap, unless the terms ignore closures', async () => {
    const hour = (from: number, to: number) => ({ from: `2024-10-07T${from}:00:00Z`, to: `2024-10-07T${to}:00:00Z` });
    await declare({ store_id: 'open', ...hour(10, 12) });
    await declare({ store_id: 'open', ...hour(11, 14) });
    await declare({ store_id: 'open', from: '2024-10-07T23:00:00Z', to: '2054-10-07T23:00:00Z' });
    expect(await figures('open')).toEqual(['19.00', '0.00', '0.00', '5.00']);
    expect(await figures('other')).toEqual(['0.00', '24.00', '0.00', '0.00']);
    expect(await figures('open', { closures: 'ignore' })).toEqual(['24.00', '0.00', '0.00', '0.00']);
  });

  it('is that of all stores if they are of *, and of new ones', async () => {
    const { closure_id: id } = await declare({
      store_id: '*',
      from: '2024-10-07T00:00:00Z',
      to: '2024-10-07T11:00:00Z',
      reason: 'storm',
    });
    expect(await figures('open')).toEqual(['9.00', '0.00', '0.00', '15.00']);
    expect(await figures('other')).toEqual(['0.00', '13.00', '0.00', '11.00']);
    await service.importCsv('timezones', 'store_id,timezone_str\nnew,UTC\n');
    expect(await figures('new')).toEqual(['13.00', '0.00', '0.00', '11.00']);
    const { closures } = await json(await service.get('/stores/other/schedule?at=2024-10-07T10:59:59.999999Z'));
    expect(closures).toMatchObject([{ closure_id: id, store_id: '*' }]);
    expect(await json(await service.get('/stores/other/schedule?at=2024-10-07T11:00:00Z'))).toMatchObject({
      closures: [],
    });
    await revoke(id);
    expect(await figures('other')).toEqual(['0.00', '24.00', '0.00', '0.00']);
  });

  it('supersedes the reports that see it, and no others', async () => {
    const id = async (terms: object, query = '') =>
      (await service.report({ as_of: '2024-10-08T00:00:00Z', windows: ['2024-10-05'], ...terms }, query)).id;
    const reports = [
      await id({}),
      await id({}, '?store_id=other'),
      await id({}, '?store_id=open'),
      await id({ closures: 'ignore' }),
    ];
    const superseded = async () => {
      const answers = await Promise.all(reports.map(async (report) => json(await service.get(`/reports/${report}`))));
      return answers.map(({ superseded_by_data: is }) => is);
    };
    await declare({ store_id: 'open', from: '2024-10-09T10:00:00Z', to: '2024-10-10T10:00:00Z' });
    expect(await superseded()).toEqual([false, false, false, false]);
    await declare({ store_id: 'open', from: '2024-10-05T10:00:00Z', to: '2024-10-05T11:00:00Z' });
    expect(await superseded()).toEqual([true, false, true, false]);
    await declare({ store_id: '*', from: '2024-10-05T10:00:00Z', to: '2024-10-05T11:00:00Z' });
    expect(await superseded()).toEqual([true, true, true, false]);
  });
});

describe('the list of closures', () => {
  it('has those of a store and of all, the latest first, in pages', async () => {
    const day = (date: number) => ({ from: `2023-10-0${date}T00:00:00Z`, to: `2023-10-0${date}T12:00:00Z` });
    for (const date of [3, 1, 2, 5, 4]) await declare({ store_id: date === 4 ? '*' : 'listed', ...day(date) });
    await declare({ store_id: 'listed', ...day(3), reason: 'the same time' });
    await declare({ store_id: 'unlisted', ...day(3) });
    const from = 'from=2023-09-01T00:00:00Z&to=2023-12-01T00:00:00Z';
    const times = (closures: Record<string, unknown>[]) =>
      closures.map((closure) => String(closure.from).slice(8, 10)).join(' ');
    for (const limit of [1, 2, 500]) {
      const all = await allPages(service, `/closures?store_id=listed&${from}&limit=${limit}`, 'closures');
      expect(times(all)).toBe('05 04 03 03 02 01');
      expect(new Set(all.map(({ closure_id: id }) => id)).size).toBe(6);
    }
    expect(times(await find(`store_id=listed&from=2023-10-02T12:00:00Z&to=2023-10-05T00:00:00Z`))).toBe('04 03 03');
    expect(times(await find(`store_id=listed&from=2023-10-02T11:59:59Z&to=2023-10-05T00:00:01Z`))).toBe(
      '05 04 03 03 02',
    );
    expect(times(await find(from))).toBe('05 04 03 03 03 02 01');
    expect(await json(await service.get('/closures?cursor=x'))).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });
});
