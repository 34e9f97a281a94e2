import { Logger } from '@nestjs/common';
import { HOURS, Ingestion, STATUS, ZONES } from '../../../test/support/modules/ingestion';
import { until } from '../../../test/support/service';
import { knownObservations } from '../../observations/read/known-observations';
import { ObservationsService } from '../observations.service';
import type { Import } from './import.entity';
import { ACT } from '../../../test/support/access/act';

const DAY = 86_400_000;
const NOON = Date.UTC(2024, 9, 3, 12) * 1000;
const OBSERVED = `${STATUS}a,active,2024-10-03 12:00:00\n`;

const ingestion = Ingestion.forEachTest();

afterEach(() => {
  jest.restoreAllMocks();
});

/** Makes everything so far older: it finished that many days ago. */
async function age(days: number): Promise<void> {
  await ingestion.query(`UPDATE import SET finished_at = now() - $1 * interval '1 day' WHERE finished_at IS NOT NULL`, [
    days,
  ]);
}

/** Posts an observation with a key; returns the id of its import. */
async function post(key: string): Promise<string> {
  const observation = { store_id: 'a', status: 'active', timestamp_utc: '2024-10-03T12:00:00Z' };
  const body = Buffer.from(JSON.stringify({ observations: [observation] }));
  return ingestion.app.get(ObservationsService).receive([observation], body, key, ACT);
}

/** Ends all processes, starts another one, and waits until it has swept. */
async function sweep(): Promise<void> {
  await ingestion.end();
  await sweepBeside();
}

/** The same while the others go on. The key of an old import is what a sweep removes last. */
async function sweepBeside(): Promise<void> {
  const [last] = await ingestion.query(
    `INSERT INTO import (import_id, import_key, kind, status, finished_at, rows_read, rows_accepted, idempotency_key)
     OVERRIDING SYSTEM VALUE
     VALUES (gen_random_uuid(), -1, 'store-status', 'Complete', now() - interval '91 days', 1, 1, 'last')
     RETURNING import_key`,
  );
  await ingestion.startAnother();
  await until(async () => {
    const found = await ingestion.query(`SELECT FROM import WHERE idempotency_key = 'last'`);
    return found.length === 0 || undefined;
  });
  await ingestion.query('DELETE FROM import WHERE import_key = $1', [last?.import_key]);
}

async function isThere({ importId }: Pick<Import, 'importId'>): Promise<boolean> {
  return (await ingestion.query('SELECT FROM import WHERE import_id = $1', [importId])).length === 1;
}

async function keepFrom(instant: string): Promise<void> {
  await ingestion.query('UPDATE observation_retention SET kept_from = $1', [instant]);
}

describe('an import that finished as long ago as IMPORT_RETENTION', () => {
  it('keeps its rejects and its key until then, and not longer', async () => {
    const importId = await post('key');
    const rejected = await ingestion.receive('store-status', `${OBSERVED}b\nc\n`);
    await age(89.9);
    await sweep();
    expect(await ingestion.rejectsOf(rejected)).toHaveLength(2);
    expect(await post('key')).toBe(importId);
    await age(90.1);
    await sweep();
    expect(await ingestion.rejectsOf(rejected)).toEqual([]);
    expect(await post('key')).not.toBe(importId);
  });

  it('stays while the clock of the process is wrong', async () => {
    const imported = await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\nb\n`);
    await age(90.1);
    const now = Date.now.bind(Date);
    for (const days of [1100, -1100]) {
      const warnings = jest.spyOn(Logger.prototype, 'warn').mockReset();
      jest.spyOn(Date, 'now').mockImplementation(() => now() + days * DAY);
      await ingestion.startAnother();
      await until(() => warnings.mock.calls.some(([text]) => String(text).includes('old imports')) || undefined);
      expect(await ingestion.rejectsOf(imported)).toHaveLength(1);
    }
    jest.spyOn(Date, 'now').mockImplementation(now);
    await sweep();
    expect(await isThere(imported)).toBe(false);
  });

  it('stays if it was recorded after one that did not: PostgreSQL’s clock was behind', async () => {
    const before = await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\nb\n`);
    await age(89.9);
    const importId = await post('key');
    await ingestion.query(`UPDATE import SET finished_at = now() - interval '1100 days' WHERE import_id = $1`, [
      importId,
    ]);
    await sweep();
    expect(await post('key')).toBe(importId);
    await ingestion.query(`UPDATE import SET finished_at = now() - interval '91 days' WHERE import_id = $1`, [
      before.importId,
    ]);
    await sweep();
    expect(await post('key')).not.toBe(importId);
    expect(await ingestion.rejectsOf(before)).toEqual([]);
  });

  it('goes though one before it is from the future: PostgreSQL’s clock was ahead', async () => {
    const before = await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\n`);
    const importId = await post('key');
    await age(90.1);
    await ingestion.query(`UPDATE import SET finished_at = now() + interval '1100 days' WHERE import_id = $1`, [
      before.importId,
    ]);
    await sweep();
    expect(await post('key')).not.toBe(importId);
  });

  it('is removed if nothing ever named it', async () => {
    await ingestion.receive('store-status', OBSERVED);
    const unnamed = [
      await ingestion.receive('store-status', OBSERVED),
      await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\n`),
      await ingestion.receive('business-hours', `${HOURS}a,0,09:00,17:00\nb,9,09:00,17:00\n`),
    ];
    await expect(ingestion.receive('timezones', 'store_id\n')).rejects.toThrow('wrong_header');
    await age(90.1);
    await sweep();
    for (const imported of unnamed) expect(await isThere(imported)).toBe(false);
    expect(await ingestion.query(`SELECT FROM import WHERE status = 'Failed'`)).toEqual([]);
  });

  it('stays as long as an observation names it, and goes once that was dropped', async () => {
    const imported = await ingestion.receive('store-status', `${OBSERVED}a,active,2024-10-01 12:00:00\n`);
    const [store] = await ingestion.query('SELECT store_key FROM store');
    const known = async () =>
      knownObservations(ingestion.database.pool, Number(store?.store_key), { from: NOON, to: NOON + 1 }, 1);
    await age(5000);
    for (const keptFrom of ['-infinity', '2024-10-02 00:00Z', '2024-10-03 12:00Z']) {
      await keepFrom(keptFrom);
      await sweep();
      expect((await known()).at(-1)).toMatchObject({ received: { importId: imported.importId } });
    }
    await keepFrom('2024-10-03 12:00:00.000001Z');
    await sweep();
    expect(await isThere(imported)).toBe(false);
  });

  it('stays if it is not known which instants it has', async () => {
    const imported = await ingestion.receive('store-status', OBSERVED);
    await ingestion.query('UPDATE import SET last_observed_at = NULL');
    await age(5000);
    await keepFrom('2024-10-07 00:00Z');
    await sweep();
    expect(await isThere(imported)).toBe(true);
  });

  it('stays while a report can be asked whether it changed its data', async () => {
    const seen = await ingestion.receive('timezones', `${ZONES}a,Asia/Tokyo\n`);
    const later = await ingestion.receive('timezones', `${ZONES}a,Europe/Paris\n`);
    const same = await ingestion.receive('timezones', `${ZONES}a,Europe/Paris\n`);
    await ingestion.query(
      `INSERT INTO report (report_id, request_sha256, default_status, default_timezone, end_of_day_grace, seen_write_no, tz_release)
       SELECT gen_random_uuid(), '', 'active', 'UTC', false, write_no + ahead, ''
       FROM import, unnest('{0,1,NULL}'::integer[]) ahead WHERE import_id = $1`,
      [seen.importId],
    );
    await age(5000);
    await sweep();
    expect([await isThere(seen), await isThere(later), await isThere(same)]).toEqual([false, true, false]);
    await ingestion.query('DELETE FROM report');
    await sweep();
    expect(await isThere(later)).toBe(false);
  });

  it('loses its rejects in small steps, which leave those of others', async () => {
    const old = await ingestion.receive('timezones', `${ZONES}a\n`);
    await ingestion.query(
      `INSERT INTO import_reject SELECT $1, line, 'column_count', '' FROM generate_series(3, 12000) line`,
      [old.importKey],
    );
    await age(91);
    const young = await ingestion.receive('timezones', `${ZONES}a\nb\n`);
    await ingestion.query(`
      CREATE TABLE IF NOT EXISTS deleted (rows bigint);
      CREATE OR REPLACE FUNCTION note_deleted() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO deleted SELECT count(*) FROM gone; RETURN NULL; END $$;
      CREATE TRIGGER note_deleted AFTER DELETE ON import_reject REFERENCING OLD TABLE AS gone
        FOR EACH STATEMENT EXECUTE FUNCTION note_deleted()`);
    try {
      await sweep();
      expect(await ingestion.query('SELECT max(rows) AS most, sum(rows) AS all FROM deleted')).toEqual([
        { most: '5000', all: '11999' },
      ]);
    } finally {
      await ingestion.query(
        'DROP TRIGGER note_deleted ON import_reject; DROP FUNCTION note_deleted; DROP TABLE deleted',
      );
    }
    expect(await isThere(old)).toBe(false);
    expect(await ingestion.rejectsOf(young)).toHaveLength(2);
  });

  it('loses its rejects although many others came before that are not old', async () => {
    const [young, old] = [
      await ingestion.receive('timezones', `${ZONES}a\n`),
      await ingestion.receive('timezones', `${ZONES}a\n`),
    ];
    await ingestion.query(
      `INSERT INTO import_reject SELECT $1, line, 'column_count', '' FROM generate_series(3, 5002) line`,
      [young.importKey],
    );
    await age(91);
    // PostgreSQL's clock was ahead when it ended.
    await ingestion.query(`UPDATE import SET finished_at = now() + interval '1100 days' WHERE import_key = $1`, [
      young.importKey,
    ]);
    await sweep();
    expect([await isThere(young), await isThere(old)]).toEqual([true, false]);
  });

  it('stays until its rejects are gone', async () => {
    const old = await ingestion.receive('timezones', `${ZONES}a\n`);
    await age(91);
    const later = await ingestion.receive('timezones', `${ZONES}a\n`);
    // It becomes old just when the rejects of the other one are removed.
    await ingestion.query(`
      CREATE FUNCTION age_later() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          UPDATE import SET finished_at = now() - interval '91 days' WHERE import_key = ${later.importKey};
          RETURN NULL;
        END $$;
      CREATE TRIGGER age_later AFTER DELETE ON import_reject FOR EACH STATEMENT EXECUTE FUNCTION age_later()`);
    try {
      await sweep();
      expect([await isThere(old), await isThere(later)]).toEqual([false, true]);
    } finally {
      await ingestion.query('DROP TRIGGER age_later ON import_reject; DROP FUNCTION age_later');
    }
    await sweep();
    expect(await isThere(later)).toBe(false);
  });

  it('is left alone while it runs', async () => {
    const running = await ingestion.begun('timezones', `${ZONES}a,Asia/Tokyo\n`);
    await ingestion.query(`UPDATE import SET created_at = now() - interval '5000 days'`);
    await sweepBeside();
    running.goOn('');
    expect(await running.outcome).toMatchObject({ status: 'Complete' });
  });
});
