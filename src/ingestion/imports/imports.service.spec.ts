import { getRepositoryToken } from '@nestjs/typeorm';
import type { Repository } from 'typeorm';
import { HOURS, Ingestion, MANY, STATUS, withRejects, ZONES } from '../../../test/support/modules/ingestion';
import { CodedError } from '../../common/coded-error';
import { hasChangedSince, lastWriteNo } from '../data-changes';
import { ObservationsService } from '../observations.service';
import { Import } from './import.entity';

const NOON = Date.UTC(2024, 9, 3, 12) * 1000;

let ingestion: Ingestion;

beforeAll(async () => {
  ingestion = await Ingestion.create();
});

beforeEach(() => ingestion.start());

afterEach(() => ingestion.stop());

afterAll(() => ingestion.remove());

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
    const started = Date.now();
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => started);
    const row = (instant: number) => `a,active,${new Date(instant).toISOString()}\n`;
    const slow = await ingestion.begun('store-status', `${STATUS}${row(started + 300_000)}${row(started + 300_001)}`);
    clock.mockImplementation(() => started + 60_000);
    slow.goOn(row(started + 360_000) + row(started + 360_001));
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
    expect(await ingestion.query('SELECT day_of_week, opens, closes FROM business_hours')).toEqual([
      { day_of_week: 1, opens: '09:00:00', closes: '17:00:00' },
    ]);
    const same = await ingestion.receive('business-hours', HOURS + row(1));
    expect(await ingestion.rowOf(same.importId)).toMatchObject({ changed_from: null });
  });

  it('sets the zone of a store to that of its last row, and knows whether that is a change', async () => {
    const zones = `${ZONES}a,Asia/Tokyo\nb,Asia/Tokyo\na,Europe/Paris\na,Europe/Paris\nb,Asia/Tokyo\n`;
    const first = await ingestion.receive('timezones', zones);
    expect(first).toMatchObject({ rowsRead: 5, rowsAccepted: 3, rowsUnchanged: 2 });
    expect(await ingestion.rowOf(first.importId)).toMatchObject({ changed_from: '-infinity' });
    expect(await ingestion.query('SELECT store_id, timezone FROM store ORDER BY store_id')).toEqual([
      { store_id: 'a', timezone: 'Europe/Paris' },
      { store_id: 'b', timezone: 'Asia/Tokyo' },
    ]);
    const same = await ingestion.receive('timezones', `${ZONES}a,Europe/Paris\n`);
    expect(same).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 1 });
    expect(await ingestion.rowOf(same.importId)).toMatchObject({ changed_from: null });
  });

  it('changes data from its earliest new observation on, for whoever read before it', async () => {
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    const client = await ingestion.database.pool.connect();
    const before = await lastWriteNo(client);
    client.release();
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 11:00:00\n`);
    expect(await hasChangedSince(ingestion.database.pool, before, NOON * 2)).toBe(false);
    await ingestion.receive('store-status', `${STATUS}a,active,2024-10-03 12:00:00\na,active,2024-10-03 13:00:00\n`);
    expect(await hasChangedSince(ingestion.database.pool, before, NOON - 1)).toBe(false);
    expect(await hasChangedSince(ingestion.database.pool, before, NOON)).toBe(true);
    expect(await hasChangedSince(ingestion.database.pool, before + 2, NOON)).toBe(false);
  });
});

describe('an import that fails', () => {
  it.each([
    ['its code', new CodedError('upload_stalled'), 'upload_stalled'],
    ['no_space', Object.assign(new Error('full'), { code: 'ENOSPC' }), 'no_space'],
    ['no_space', Object.assign(new Error('full'), { code: '53100' }), 'no_space'],
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
    const rows: Repository<Import> | undefined = ingestion.app.get(getRepositoryToken(Import));
    const update = rows && jest.spyOn(rows, 'update').mockRejectedValueOnce(new Error('database away'));
    failing.goOn(new CodedError('upload_stalled'));
    expect(await failing.outcome).toMatchObject({ code: 'upload_stalled', members: { import_id: failing.importId } });
    expect(update).toHaveBeenCalledTimes(1);
  });

  it('while it is written leaves nothing behind, and lets the next one write', async () => {
    await ingestion.query('ALTER TABLE business_hours ADD CONSTRAINT no_mondays CHECK (day_of_week <> 0)');
    await expect(ingestion.receive('business-hours', `${HOURS}a,1,09:00,17:00\na,0,09:00,17:00\n`)).rejects.toThrow(
      'no_mondays',
    );
    await ingestion.query('ALTER TABLE business_hours DROP CONSTRAINT no_mondays');
    expect(await ingestion.written()).toBe(0);
    expect(await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\n`)).toMatchObject({
      status: 'Complete',
    });
  });
});

describe('the list of imports', () => {
  it('has imports older than a given one, the newest first, whatever key a cursor names', async () => {
    for (let row = 0; row < 3; row++) await ingestion.receive('timezones', ZONES);
    await ingestion.app.get(ObservationsService).receive([1], Buffer.from('[1]'), undefined);
    const [newest, ...older] = await ingestion.imports.list(10, undefined, undefined);
    expect(newest).toMatchObject({ source: 'json' });
    expect(older.map(({ importKey }) => importKey)).toEqual([3, 2, 1].map((age) => (newest?.importKey ?? 0) - 4 + age));
    expect(await ingestion.imports.list(10, newest?.importKey, undefined)).toEqual(older);
    expect(await ingestion.imports.list(2, newest?.importKey, 'csv')).toEqual(older.slice(0, 2));
    expect(await ingestion.imports.list(10, 2 ** 31, 'csv')).toEqual(older);
    expect(await ingestion.imports.list(10, 2 ** 53 - 1, 'json')).toEqual([newest]);
  });
});
