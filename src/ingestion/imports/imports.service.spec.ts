import { HOURS, Ingestion, MANY, STATUS, withRejects, ZONES } from '../../../test/support/modules/ingestion';
import { seededRandom } from '../../../test/support/random';
import { CodedError } from '../../common/coded-error';
import { hasObserved, lastWriteNo } from '../data-changes';
import { ObservationsService } from '../observations.service';
import type { Import } from './import.entity';
import { Database } from '../../platform/database/database';
import { ACT } from '../../../test/support/access/act';

const NOON = Date.UTC(2024, 9, 3, 12) * 1000;

const ingestion = Ingestion.forEachTest();

describe('an import', () => {
  it('counts its rows, and its bytes after decompression', async () => {
    const csv = `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 12:00:00\nb,open,2024\n`;
    const found = await ingestion.receive('store-status', csv.slice(0, 40), csv.slice(40));
    expect(found).toMatchObject({
      ...{ kind: 'store-status', source: 'csv', status: 'Complete', bytesRead: csv.length, errorCode: null },
      ...{ rowsRead: 3, rowsAccepted: 1, rowsUnchanged: 1, rowsRejected: 1, finishedAt: expect.any(Date) },
    });
    expect(await ingestion.rejectsOf(found)).toEqual([{ line: '4', reason: 'invalid_status', text: 'b,open,2024' }]);
  });

  it('rejects by the clock at the time of the row, however long the body takes', async () => {
    const skew = 300_000;
    const started = performance.now();
    const clock = jest.spyOn(performance, 'now').mockReturnValue(started);
    const row = (ahead: number) => `a,active,${new Date(Date.now() + ahead).toISOString()}\n`;
    const slow = await ingestion.begun('store-status', STATUS + row(skew - 60_000) + row(skew + 60_000));
    clock.mockReturnValue(started + 3_600_000);
    slow.goOn(row(skew + 3_540_000) + row(skew + 3_660_000));
    expect(await slow.outcome).toMatchObject({ rowsAccepted: 2, rowsRejected: 2 });
    clock.mockRestore();
  });

  it('accepts observations from the first instant that is kept, and rejects earlier ones', async () => {
    await ingestion.query(`UPDATE observation_retention SET kept_from = '2024-10-03 12:00:00Z'`);
    const found = await ingestion.receive(
      'store-status',
      `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 11:59:59.999999\n`,
    );
    expect(found).toMatchObject({ rowsAccepted: 1, rowsRejected: 1 });
    expect(await ingestion.rejectsOf(found)).toMatchObject([{ line: '3', reason: 'before_retention' }]);
  });

  it('replaces the hours of a store by those of its rows, and knows that fewer hours are a change', async () => {
    const row = (day: number) => `a,${day},09:00,17:00\n`;
    expect(await ingestion.receive('business-hours', HOURS + row(0) + row(1) + row(1))).toMatchObject({
      ...{ rowsRead: 3, rowsAccepted: 2, rowsUnchanged: 1, rowsRejected: 0 },
    });
    const fewer = await ingestion.receive('business-hours', HOURS + row(1));
    expect(fewer).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 1 });
    expect(await ingestion.rowOf(fewer.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await ingestion.query('SELECT store_id, hours FROM schedule')).toEqual([
      { store_id: 'a', hours: { '': '1 09:00:00 17:00:00' } },
    ]);
    const same = await ingestion.receive('business-hours', HOURS + row(1));
    expect(await ingestion.rowOf(same.importId)).toMatchObject({ changed_from: null });
  });

  it('sets the zone of a store to that of its last row, which alone counts, and knows whether that is a change', async () => {
    const zones = `${ZONES}a,Asia/Tokyo\nb,Asia/Tokyo\na,Europe/Paris\na,Europe/Paris\nb,Asia/Tokyo\n`;
    const first = await ingestion.receive('timezones', zones);
    expect(first).toMatchObject({ rowsRead: 5, rowsAccepted: 2, rowsUnchanged: 3 });
    expect(await ingestion.rowOf(first.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await ingestion.query('SELECT store_id, timezones FROM schedule ORDER BY store_id')).toEqual([
      { store_id: 'a', timezones: { '': 'Europe/Paris' } },
      { store_id: 'b', timezones: { '': 'Asia/Tokyo' } },
    ]);
    const same = await ingestion.receive('timezones', `${ZONES}a,Europe/Paris\n`);
    expect(same).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 1 });
    expect(await ingestion.rowOf(same.importId)).toMatchObject({ changed_from: null });
    const [paris, tokyo] = ['a,Europe/Paris\n', 'a,Asia/Tokyo\n'];
    const back = await ingestion.receive('timezones', ZONES + paris + tokyo + tokyo + paris + tokyo + paris);
    expect(back).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 6 });
    const on = await ingestion.receive('timezones', ZONES + tokyo + paris + tokyo);
    expect(on).toMatchObject({ rowsAccepted: 1, rowsUnchanged: 2 });
    expect(await ingestion.query(`SELECT timezones FROM schedule WHERE store_id = 'a'`)).toEqual([
      { timezones: { '': 'Asia/Tokyo' } },
    ]);
  });

  it('sets the zones of more stores than fit into one chunk of a COPY', async () => {
    const stores = Array.from({ length: 500 }, (_, store) => `s${String(store).padStart(120, '0')}`);
    const rows = stores.map((id) => `${id},Asia/Tokyo\n`).join('');
    expect(await ingestion.receive('timezones', ZONES + rows)).toMatchObject({ rowsAccepted: 500 });
    expect(await ingestion.query(`SELECT FROM schedule WHERE timezones ->> '' = 'Asia/Tokyo'`)).toHaveLength(500);
  });

  it('changes data from its earliest new observation on, for whoever read before it', async () => {
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    const client = await ingestion.database.pool.connect();
    const before = await lastWriteNo(client);
    client.release();
    const changed = async (writeNo: number, to: number) =>
      hasObserved(ingestion.database.pool, { writeNo, time: { from: 0, to }, storeIds: null });
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    expect(await changed(before, NOON * 2)).toBe(false);
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 13:00:00\n`);
    expect(await changed(before, NOON)).toBe(false);
    expect(await changed(before, NOON + 1)).toBe(true);
    expect(await changed(before + 2, NOON + 1)).toBe(false);
  });
});

describe('a business-hours file with a rejected row', () => {
  const week = [0, 1, 2, 3, 4, 5, 6];
  const hoursOf = async (storeId: string) =>
    (
      await ingestion.query(
        `SELECT regexp_split_to_table(hours ->> '', ',') AS hours FROM schedule WHERE store_id = $1`,
        [storeId],
      )
    ).map(({ hours }) => hours);
  const reasonsOf = async (found: Import) =>
    (await ingestion.rejectsOf(found)).map(({ line, reason, text }) => `${line} ${reason} ${text}`);

  it('leaves the hours of its store as they were, rejects its other rows, and says so', async () => {
    await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\nb,0,09:00,17:00\n`);
    const rows = ['a,1,10:00,12:00', 'b,1,10:00,12:00', 'a,2,9.00,12:00', 'a,0,09:00,17:00', 'new,0,24:01,12:00'];
    const found = await ingestion.receive('business-hours', `${HOURS}${rows.join('\n')}\nnew,1,09:00,17:00\n`);
    expect(found).toMatchObject({ rowsRead: 6, rowsAccepted: 1, rowsUnchanged: 0, rowsRejected: 5 });
    expect(await reasonsOf(found)).toEqual([
      '2 store_incomplete a,1,10:00,12:00',
      '4 invalid_time a,2,9.00,12:00',
      '5 store_incomplete a,0,09:00,17:00',
      '6 invalid_time new,0,24:01,12:00',
      '7 store_incomplete new,1,09:00,17:00',
    ]);
    expect(await hoursOf('a')).toEqual(['0 09:00:00 17:00:00']);
    expect(await hoursOf('b')).toEqual(['1 10:00:00 12:00:00']);
    expect(await ingestion.query('SELECT store_id FROM store ORDER BY 1')).toEqual([
      { store_id: 'a' },
      { store_id: 'b' },
    ]);
    expect(found.note).toBe(
      'Most rows were rejected: 5 of 6. 2 stores keep the hours they had, if any, because a row of each was rejected: a, new.',
    );
  });

  it('holds back those stores only, whatever the order of the rows', async () => {
    const random = seededRandom('incomplete stores');
    const known = new Map<string, string[]>();
    for (let round = 0; round < 25; round++) {
      const rows = Array.from({ length: random.integer(0, 12) }, () => {
        const [id, day] = [random.pick(['a', 'b', 'c', 'd']), random.integer(0, 1)];
        const wrong = random.pick([`${id},7,09:00,17:00`, `${id},${day},09:00`, `${id},,09:00,17:00`]);
        const isWrong = random.chance(0.15);
        return { id, isWrong, hours: `${day} 09:00:00 17:00:00`, text: isWrong ? wrong : `${id},${day},9:00,17:00` };
      });
      const held = new Set(rows.filter(({ isWrong }) => isWrong).map(({ id }) => id));
      const rejected = rows.flatMap(({ id, isWrong, text }, index) =>
        held.has(id) ? [{ line: String(index + 2), text, isOfStore: !isWrong }] : [],
      );
      let accepted = 0;
      for (const id of new Set(rows.map((row) => row.id).filter((each) => !held.has(each)))) {
        const hours = [...new Set(rows.filter((row) => row.id === id).map((row) => row.hours))].sort();
        accepted += hours.filter((each) => !known.get(id)?.includes(each)).length;
        known.set(id, hours);
      }
      const found = await ingestion.receive('business-hours', HOURS, ...rows.map(({ text }) => `${text}\n`));
      expect({ round, rows, found }).toMatchObject({
        found: {
          ...{ rowsRead: rows.length, rowsAccepted: accepted, rowsRejected: rejected.length },
          rowsUnchanged: rows.length - accepted - rejected.length,
        },
      });
      const rejects = (await ingestion.rejectsOf(found)).map(({ line, reason, text }) => ({
        ...{ line, text, isOfStore: reason === 'store_incomplete' },
      }));
      expect({ round, rows, rejects }).toEqual({ round, rows, rejects: rejected });
      for (const [id, hours] of known) expect({ round, rows, id, hours: await hoursOf(id) }).toMatchObject({ hours });
    }
  });

  it('changes nothing if all stores are held back', async () => {
    const found = await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\na,1,9,17\n`);
    expect(found).toMatchObject({ rowsRead: 2, rowsAccepted: 0, rowsUnchanged: 0, rowsRejected: 2 });
    expect(await ingestion.rowOf(found.importId)).toMatchObject({ changed_from: null, rows_rejected: '2' });
    expect(await ingestion.query('SELECT FROM store')).toEqual([]);
  });

  it.each([
    ['a field too few', HOURS, 'a,1,09:00'],
    ['a field too many', HOURS, 'a,1,09:00,17:00,x'],
    ['a quote that does not close', HOURS, 'a,1,"09:00,17:00'],
    ['a quote that does not close before its id', HOURS, '"a,1,09:00,17:00'],
    ['bytes that are not UTF-8', HOURS, Buffer.from('a,1,09:00\xff,17:00', 'latin1')],
    ['a missing value', HOURS, '" a ",1,,17:00'],
    ['a field too few before its id', 'day,start_time_local,end_time_local,store_id\n', '1,09:00,a'],
    ['a field too many before its id', 'day,start_time_local,end_time_local,store_id\n', '1,09:00,,17:00,a'],
  ])('holds back its store even if the row has %s', async (_what, header, wrong) => {
    const right = header === HOURS ? 'a,0,09:00,17:00\n' : '0,09:00,17:00,a\n';
    const found = await ingestion.receive('business-hours', header, right, wrong, '\n', right);
    expect(found).toMatchObject({ rowsRead: 3, rowsRejected: 3 });
    expect((await ingestion.rejectsOf(found)).map(({ reason }) => reason)).toMatchObject([
      'store_incomplete',
      expect.not.stringMatching('store_incomplete'),
      'store_incomplete',
    ]);
    expect(found.note).toContain('1 store keeps the hours it had, if any, because a row of it was rejected: a.');
  });

  it('says how many rejected rows name no store, which hold back none', async () => {
    const one = await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n,1,09:00,17:00\n`);
    expect(one).toMatchObject({ rowsAccepted: 1, rowsRejected: 1 });
    expect(one.note).toMatch(/^1 rejected row names no store that can be read: /);
    const two = await ingestion.receive('business-hours', `${HOURS}=1,1,09:00,17:00\n,,\n`);
    expect(two.note).toMatch(/^Most rows were rejected: 2 of 2. 2 rejected rows name no store that can be read: /);
  });

  it('names a few stores only, however many there are', async () => {
    // More than fit into one chunk of a COPY.
    const stores = Array.from({ length: 600 }, (_, store) => `s${String(store).padStart(120, '0')}`);
    const rows = stores
      .toReversed()
      .map((id) => `${id},1,09:00,17:00\n${id},7,09:00,17:00\n`)
      .join('');
    const found = await ingestion.receive('business-hours', HOURS, rows, rows);
    expect(found).toMatchObject({ rowsRead: 2400, rowsAccepted: 0, rowsRejected: 2400 });
    expect(found.note).toContain('600 stores keep the hours they had, if any, because a row of each was rejected: ');
    expect(found.note).toContain(`: ${stores.slice(0, 5).join(', ')}, ….`);
    const lines = (await ingestion.rejectsOf(found)).map(({ line }) => Number(line));
    expect(lines).toEqual(Array.from({ length: 2400 }, (_, row) => row + 2));
  });

  it.each([
    ['1 to 7', [1, 2, 3, 4, 5, 6, 7], true],
    ['only 7', [7], true],
    ['0 to 6', week, false],
    ['0 to 7', [...week, 7], false],
    ['1 to 6', [1, 2, 3, 4, 5, 6], false],
  ])('seems to count from 1 if its days are %s: %j', async (_what, days, fromOne) => {
    const found = await ingestion.receive(
      'business-hours',
      HOURS + days.map((day) => `a,${day},9:00,17:00\n`).join(''),
    );
    expect((found.note ?? '').includes('so it seems to count from 1')).toBe(fromOne);
    expect(await hoursOf('a')).toHaveLength(days.includes(7) ? 0 : days.length);
  });

  it('has seen a day 0 in a row that is rejected, too', async () => {
    const found = await ingestion.receive('business-hours', `${HOURS}a,7,09:00,17:00\nb,0,9,17:00\n`);
    expect(found.note).not.toContain('count from 1');
  });
});

describe('the note of an import', () => {
  it.each([
    ['nothing', 2, 1, null],
    ['that it is empty', 0, 0, 'The file is empty: nothing was imported.'],
    ['that most of its rows were rejected', 3, 2, 'Most rows were rejected: 2 of 3.'],
  ])('says %s of %d rows of which %d were rejected', async (_what, rows, rejected, note) => {
    const lines = Array.from({ length: rows }, (_, row) => (row < rejected ? 'a,\n' : 'a,Asia/Tokyo\n'));
    expect(await ingestion.receive('timezones', ZONES + lines.join(''))).toMatchObject({ note });
  });

  it('suggests zones for those that are unknown, and names only a few of these', async () => {
    const zones = ['America/New York', 'Eastern Standard Time', 'Mars/Olympus', 'America/New York', '', '\u0007 '];
    const rows = zones.map((zone) => `a,${zone}\n`).join('');
    const found = await ingestion.receive('timezones', ZONES + 'b,UTC\n'.repeat(9) + rows);
    expect(found.note).toBe(
      'Unknown time zones: America/New York (did you mean America/New_York?), Eastern Standard Time (did you mean America/New_York?), Mars/Olympus, \ufffd.',
    );
    const many = await ingestion.receive('timezones', `${ZONES}${'12345'.replaceAll(/./g, 'a,Mars/$&\n')}b,Mars/6\n`);
    expect(many.note).toMatch(/: Mars\/1, Mars\/2, Mars\/3, Mars\/4, Mars\/5, …\.$/);
  });

  it('says that ids have the format of a spreadsheet', async () => {
    const row = (id: string) => `"${id}",active,2024-10-03 12:00:00\n`;
    const right = row('257E14') + row('2.57E14') + row('a') + row('b');
    const one = await ingestion.receive('store-status', STATUS + right + row('2.57E+14') + row('2.57E+x'));
    expect(one).toMatchObject({
      rowsRejected: 2,
      note: '1 store id has the format of a spreadsheet, such as 2.57E+14: format that column as text before saving.',
    });
    const two = await ingestion.receive('store-status', STATUS + right + row('3E+15') + row('2,57e+14'));
    expect(two.note).toMatch(/^2 store ids have the format of a spreadsheet, such as 3E\+15: /);
  });

  it('says so of observations in JSON', async () => {
    const importId = await ingestion.app.get(ObservationsService).receive([1, 2], Buffer.from('[1,2]'), undefined, ACT);
    expect(await ingestion.imports.find(importId)).toMatchObject({ note: 'Most rows were rejected: 2 of 2.' });
  });
});

describe('an import that fails', () => {
  it.each([
    ['its code', new CodedError('upload_stalled'), 'upload_stalled'],
    ['no_space', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'no_space'],
    ['no_space', Object.assign(new Error('full'), { code: '53100' }), 'no_space'],
    ['service_unavailable', Object.assign(new Error('cancelled'), { code: '57014' }), 'service_unavailable'],
  ])('has %s and its id, and has written nothing', async (_what, error, code) => {
    const failing = await ingestion.begun('timezones', withRejects(MANY));
    failing.goOn(error);
    const { importId } = failing;
    expect(await failing.outcome).toMatchObject({ code, members: { import_id: importId } });
    expect(await ingestion.rowOf(importId)).toMatchObject({
      status: 'Failed',
      error_code: code,
      error: `told: ${code}`,
    });
    expect(await ingestion.rowOf(importId)).toMatchObject({ finished: true, write_no: null });
    expect(await ingestion.written()).toBe(0);
  });

  it('for no reason of its own is an internal error, which is thrown as it is', async () => {
    const failing = await ingestion.begun('timezones', withRejects(MANY));
    const error = new Error('reading failed');
    failing.goOn(error);
    expect(await failing.outcome).toBe(error);
    expect(await ingestion.rowOf(failing.importId)).toMatchObject({ status: 'Failed', error_code: 'internal_error' });
    expect(await ingestion.written()).toBe(0);
  });

  it('is answered with the reason even if that cannot be recorded', async () => {
    const failing = await ingestion.begun('timezones', ZONES);
    const record = jest.spyOn(ingestion.app.get(Database), 'transaction');
    record.mockRejectedValueOnce(new Error('database away'));
    failing.goOn(new CodedError('upload_stalled'));
    expect(await failing.outcome).toMatchObject({ code: 'upload_stalled', members: { import_id: failing.importId } });
    expect(record).toHaveBeenCalledTimes(1);
  });

  it('while it is written leaves nothing behind, and lets the next one write', async () => {
    await ingestion.query(`ALTER TABLE schedule ADD CONSTRAINT no_mondays CHECK (hours ->> '' NOT LIKE '0 %')`);
    await expect(ingestion.receive('business-hours', `${HOURS}a,1,09:00,17:00\na,0,09:00,17:00\n`)).rejects.toThrow(
      'no_mondays',
    );
    await ingestion.query('ALTER TABLE schedule DROP CONSTRAINT no_mondays');
    expect(await ingestion.written()).toBe(0);
    expect(await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`)).toMatchObject({
      status: 'Complete',
    });
  });
});

describe('the list of imports', () => {
  it('has imports older than a given one, the newest first', async () => {
    for (let row = 0; row < 3; row++) await ingestion.receive('timezones', ZONES);
    await ingestion.app.get(ObservationsService).receive([1], Buffer.from('[1]'), undefined, ACT);
    const [newest, ...older] = await ingestion.imports.list(10, undefined, undefined);
    expect(newest).toMatchObject({ source: 'json' });
    expect(older.map(({ importKey }) => importKey)).toEqual([3, 2, 1].map((age) => (newest?.importKey ?? 0) - 4 + age));
    expect(await ingestion.imports.list(10, newest?.importKey, undefined)).toEqual(older);
    expect(await ingestion.imports.list(2, newest?.importKey, 'csv')).toEqual(older.slice(0, 2));
    expect(await ingestion.imports.list(10, 2 ** 31 - 1, 'json')).toEqual([newest]);
  });
});
