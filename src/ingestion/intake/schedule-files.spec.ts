import { HOURS, Ingestion, ZONES } from '../../../test/support/modules/ingestion';
import { seededRandom } from '../../../test/support/random';
import type { Import } from '../imports/import.entity';

const DATED_HOURS = HOURS.replace('\n', ',effective_from\n');
const DATED_ZONES = ZONES.replace('\n', ',effective_from\n');
const SPECIAL = 'store_id,date,start_time_local,end_time_local\n';
const CLOSURES = 'store_id,from,to,reason\n';

const ingestion = Ingestion.forEachTest();

const counts = ({ rowsAccepted, rowsUnchanged, rowsRejected }: Import) => [rowsAccepted, rowsUnchanged, rowsRejected];

async function reasonsOf(found: Import): Promise<string[]> {
  return (await ingestion.rejectsOf(found)).map(({ line, reason }) => `${line} ${reason}`);
}

async function scheduleOf(storeId: string): Promise<unknown> {
  const [row] = await ingestion.query('SELECT timezones, hours, special_hours FROM schedule WHERE store_id = $1', [
    storeId,
  ]);
  return row;
}

const hoursOf = async (storeId: string) =>
  (await ingestion.query('SELECT hours FROM schedule WHERE store_id = $1', [storeId]))[0]?.hours;

describe('a business-hours file with dates', () => {
  const file = [
    'a,0,09:00,17:00,',
    'a,1,09:00,17:00,',
    'a,0,10:00,16:00,2024-10-07',
    'a,0,18:00,22:00,2024-10-07',
    'a,6,12:00,20:00,2025-01-01',
    'b,0,09:00,17:00,2024-10-07',
  ];
  const stored = {
    '': '0 09:00:00 17:00:00,1 09:00:00 17:00:00',
    '2024-10-07': '0 10:00:00 16:00:00,0 18:00:00 22:00:00',
    '2025-01-01': '6 12:00:00 20:00:00',
  };
  const receive = async (...rows: string[]) => ingestion.receive('business-hours', DATED_HOURS, rows.join('\n'));

  it('writes the versions that it says, whatever the order of its rows', async () => {
    const random = seededRandom('order of rows');
    for (let round = 0; round < 8; round++) {
      await ingestion.query('TRUNCATE schedule');
      const rows = [...file];
      random.shuffle(rows);
      expect(counts(await receive(...rows))).toEqual([6, 0, 0]);
      expect({ rows, hours: await hoursOf('a') }).toEqual({ rows, hours: stored });
      expect(await hoursOf('b')).toEqual({ '2024-10-07': '0 09:00:00 17:00:00' });
    }
  });

  it('is accepted once: the same file again accepts nothing, and says nothing', async () => {
    await receive(...file);
    const again = await receive(...file, 'a,0,09:00,17:00,');
    expect(counts(again)).toEqual([0, 7, 0]);
    expect(again.note).toBeNull();
    expect(await ingestion.rowOf(again.importId)).toMatchObject({ changed_from: null });
    expect(await ingestion.query(`SELECT FROM schedule_change WHERE part = 'hours'`)).toHaveLength(4);
  });

  it('replaces the version of a date, and leaves those of others alone', async () => {
    await receive(...file);
    const found = await receive('a,0,10:00,16:00,2024-10-07', 'a,0,10:00,17:00,2024-12-01');
    expect(counts(found)).toEqual([1, 1, 0]);
    expect(found.note).toBeNull();
    expect(await hoursOf('a')).toEqual({
      ...stored,
      '2024-10-07': '0 10:00:00 16:00:00',
      '2024-12-01': '0 10:00:00 17:00:00',
    });
  });

  it('removes all other versions of a store of which it has rows without a date, and says how many', async () => {
    await receive(...file);
    const two = await receive('a,0,09:00,17:00,', 'a,1,09:00,17:00,');
    expect(counts(two)).toEqual([0, 2, 0]);
    expect(two.note).toBe(
      '2 versions with other dates were removed: rows without a date replace all versions of their store.',
    );
    expect(await ingestion.rowOf(two.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await hoursOf('a')).toEqual({ '': stored[''] });
    expect(await hoursOf('b')).toEqual({ '2024-10-07': '0 09:00:00 17:00:00' });
    const one = await ingestion.receive('business-hours', `${HOURS}b,0,09:00,17:00\n`);
    expect(counts(one)).toEqual([1, 0, 0]);
    expect(one.note).toBe(
      '1 version with another date was removed: rows without a date replace all versions of their store.',
    );
  });

  it('keeps the versions that it has itself beside rows without a date', async () => {
    await receive(...file);
    const found = await receive(...file.filter((row) => !row.endsWith('2025-01-01')));
    expect(counts(found)).toEqual([0, 5, 0]);
    expect(found.note).toMatch(/^1 version with another date was removed: /);
  });

  it('leaves all versions of a store alone of which one row is rejected, whatever its date', async () => {
    await receive(...file);
    const found = await receive(
      'a,0,08:00,17:00,',
      'a,0,08:00,17:00,2024-10-32',
      'b,0,08:00,17:00,2024-10-07',
      'c,0,08:00,17:00,never',
    );
    expect(counts(found)).toEqual([1, 0, 3]);
    expect(await reasonsOf(found)).toEqual(['2 store_incomplete', '3 invalid_date', '5 invalid_date']);
    expect(await hoursOf('a')).toEqual(stored);
    expect(await hoursOf('b')).toEqual({ '2024-10-07': '0 08:00:00 17:00:00' });
    expect(await ingestion.query(`SELECT FROM store WHERE store_id = 'c'`)).toEqual([]);
  });
});

describe('a timezones file with dates', () => {
  const receive = async (...rows: string[]) => ingestion.receive('timezones', DATED_ZONES, rows.join('\n'));

  it('sets one zone for each date, that of the last row, which alone can count as accepted', async () => {
    const found = await receive(
      ...['a,Asia/Tokyo,2024-10-07', 'a,UTC,', 'a,Europe/Paris,2024-10-07', 'a,Europe/Rome,', 'b,UTC,2024-10-07'],
    );
    expect(counts(found)).toEqual([3, 2, 0]);
    expect(await scheduleOf('a')).toMatchObject({ timezones: { '': 'Europe/Rome', '2024-10-07': 'Europe/Paris' } });
    expect(await scheduleOf('b')).toMatchObject({ timezones: { '2024-10-07': 'UTC' } });
    expect(counts(await receive('a,Europe/Paris,2024-10-07', 'a,Europe/Rome,'))).toEqual([0, 2, 0]);
  });

  it('replaces all zones by one without a date, and says so', async () => {
    await receive('a,UTC,', 'a,Asia/Tokyo,2024-10-07', 'a,Europe/Paris,2025-01-01');
    const found = await receive('a,UTC,');
    expect(counts(found)).toEqual([0, 1, 0]);
    expect(found.note).toBe(
      '2 versions with other dates were removed: rows without a date replace all versions of their store.',
    );
    expect(await scheduleOf('a')).toMatchObject({ timezones: { '': 'UTC' } });
  });

  it('takes the other rows of a store of which one is rejected', async () => {
    const found = await receive('a,UTC,', 'a,Asia/Tokyo,2024-02-30', 'a,Mars/Olympus,2024-02-01');
    expect(counts(found)).toEqual([1, 0, 2]);
    expect(await reasonsOf(found)).toEqual(['3 invalid_date', '4 unknown_timezone']);
  });
});

describe('a special-hours file', () => {
  const receive = async (...rows: string[]) => ingestion.receive('special-hours', SPECIAL, rows.join('\n'));

  it('replaces the hours of the dates that accepted rows name, and of no others', async () => {
    await receive('a,2024-11-28,10:00,15:00', 'a,2024-11-28,18:00,20:00', 'a,2024-12-25,,', 'b,2024-11-28,,');
    const found = await receive(
      'a,2024-11-28,10:00,15:00',
      'a,2024-12-25,x,y',
      'a,2024-12-24,09:00,12:00',
      'b,2024-12-25,,',
    );
    expect(counts(found)).toEqual([2, 1, 1]);
    expect(found.note).toBeNull();
    expect(await scheduleOf('a')).toEqual({
      ...{ timezones: {}, hours: {} },
      special_hours: { '2024-11-28': '10:00:00 15:00:00', '2024-12-24': '09:00:00 12:00:00', '2024-12-25': 'closed' },
    });
    expect(await scheduleOf('b')).toMatchObject({ special_hours: { '2024-11-28': 'closed', '2024-12-25': 'closed' } });
  });

  it('says closed by a row without times, which has no effect beside hours, wherever it is', async () => {
    for (const rows of [
      ['a,2024-11-28,,', 'a,2024-11-28,10:00,15:00', 'a,2024-11-28,,'],
      ['a,2024-11-28,10:00,15:00', 'a,2024-11-28,,'],
    ]) {
      await ingestion.query('TRUNCATE schedule');
      expect(counts(await receive(...rows))).toEqual([1, rows.length - 1, 0]);
      expect(await scheduleOf('a')).toMatchObject({ special_hours: { '2024-11-28': '10:00:00 15:00:00' } });
    }
    expect(counts(await receive('a,2024-11-28,,', 'a,2024-11-28,,'))).toEqual([1, 1, 0]);
    expect(await scheduleOf('a')).toMatchObject({ special_hours: { '2024-11-28': 'closed' } });
  });

  it('is accepted once', async () => {
    const rows = ['a,2024-11-28,10:00,15:00', 'a,2024-11-28,18:00,02:00', 'a,2024-12-25,,'];
    expect(counts(await receive(...rows))).toEqual([3, 0, 0]);
    const again = await receive(...rows);
    expect(counts(again)).toEqual([0, 3, 0]);
    expect(await ingestion.rowOf(again.importId)).toMatchObject({ changed_from: null });
  });

  it('names no store, and is kept until something else does', async () => {
    await receive('a,2024-11-28,10:00,15:00');
    expect(await ingestion.query('SELECT FROM store')).toEqual([]);
    await ingestion.receive('timezones', `${ZONES}a,UTC\n`);
    expect(await scheduleOf('a')).toEqual({
      ...{ timezones: { '': 'UTC' }, hours: {}, special_hours: { '2024-11-28': '10:00:00 15:00:00' } },
    });
  });
});

describe('a closures file', () => {
  const receive = async (...rows: string[]) => ingestion.receive('closures', CLOSURES, rows.join('\n'));
  const day = (storeId: string, reason = '') => `${storeId},2024-10-07 00:00,2024-10-08 00:00,${reason}`;
  const stored = async () =>
    (
      await ingestion.query(
        `SELECT concat_ws(' ', store_id, starts_at AT TIME ZONE 'UTC', ends_at AT TIME ZONE 'UTC', reason) AS line
         FROM closure ORDER BY 1`,
      )
    ).map(({ line }) => line);

  it('adds what is not known yet, and names no store', async () => {
    expect(counts(await receive(day('a'), day('*', 'storm'), day('a', 'refit'), day('a'), 'a,2024,2025,'))).toEqual([
      3, 1, 1,
    ]);
    const known = [
      '* 2024-10-07 00:00:00 2024-10-08 00:00:00 storm',
      'a 2024-10-07 00:00:00 2024-10-08 00:00:00 ',
      'a 2024-10-07 00:00:00 2024-10-08 00:00:00 refit',
    ];
    expect(await stored()).toEqual(known);
    // The same instants, written in another way.
    const again = await receive('a,2024-10-07T02:00:00+02:00,2024-10-08T00:00:00Z,', day('*', 'storm'));
    expect(counts(again)).toEqual([0, 2, 0]);
    expect(await ingestion.rowOf(again.importId)).toMatchObject({ changed_from: null });
    expect(await stored()).toEqual(known);
    expect(await ingestion.query('SELECT FROM store')).toEqual([]);
  });

  it('says who declared each, when, and by which import, and what can have changed', async () => {
    const { importId } = await receive(day('a', 'refit'));
    expect(
      await ingestion.query(
        `SELECT declared_by, import_id, declared_at > now() - interval '1 minute' AS recent, revoked_at, revoked_by FROM closure`,
      ),
    ).toEqual([{ declared_by: 'cli:tester', import_id: importId, recent: true, revoked_at: null, revoked_by: null }]);
    expect(
      await ingestion.query(
        `SELECT part, store_id, before, after, subject = closure_id::text AS same, changed_from = starts_at AND changed_to = ends_at AS time
         FROM schedule_change JOIN closure USING (store_id)`,
      ),
    ).toEqual([{ part: 'closures', store_id: 'a', before: null, after: 'refit', same: true, time: true }]);
  });

  it('declares anew what was revoked', async () => {
    await receive(day('a'));
    await ingestion.query(`UPDATE closure SET revoked_at = now(), revoked_by = 'x'`);
    expect(counts(await receive(day('a')))).toEqual([1, 0, 0]);
    expect(counts(await receive(day('a')))).toEqual([0, 1, 0]);
    expect(await ingestion.query('SELECT revoked_by FROM closure ORDER BY revoked_by')).toEqual([
      { revoked_by: 'x' },
      { revoked_by: null },
    ]);
  });

  it('counts a row once that two files bring at the same moment', async () => {
    const found = await Promise.all(Array.from({ length: 6 }, () => receive(day('a'), day('*'))));
    expect(found.map(({ rowsAccepted }) => rowsAccepted).reduce((sum, rows) => sum + rows)).toBe(2);
    expect(await stored()).toHaveLength(2);
    expect(await ingestion.query('SELECT FROM schedule_change')).toHaveLength(2);
  });
});
