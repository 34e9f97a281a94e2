import { once } from 'node:events';
import { HOURS, Ingestion, STATUS, ZONES } from '../../../test/support/modules/ingestion';
import { until } from '../../../test/support/service';
import { Database } from '../../platform/database/database';
import { lockAllBuckets } from '../../stores/buckets/bucket-locks';
import type { ImportKind } from '../csv/columns';
import { AbandonedImports } from './abandoned-imports';

const ingestion = Ingestion.forEachTest();

/** Never looks by itself: a test calls `look`. */
function lookout(): AbandonedImports {
  return new AbandonedImports(ingestion.app.get(Database));
}

/** An import of another process, whose last sign of life is an hour old. */
async function stray(name: string, status = 'Running'): Promise<void> {
  await ingestion.query(
    `INSERT INTO import (import_id, kind, error, seen_at, status, finished_at)
     VALUES (gen_random_uuid(), 'timezones', $1, now() - interval '1 hour', $2, CASE WHEN $2 = 'Complete' THEN now() END)`,
    [name, status],
  );
}

async function running(): Promise<unknown[]> {
  const rows = await ingestion.query(`SELECT error FROM import WHERE status = 'Running' ORDER BY error`);
  return rows.map(({ error }) => error);
}

describe('a sign of life', () => {
  it('comes from a running import at least every ten seconds, with its progress', async () => {
    const csv = `${ZONES}a,Asia/Tokyo\nb,\n`;
    const timers = jest.getTimerCount();
    const running = await ingestion.begun('timezones', csv);
    await ingestion.query(`UPDATE import SET seen_at = now() - interval '59 seconds'`);
    jest.advanceTimersByTime(10_000);
    await until(async () => (await ingestion.rowOf(running.importId)).seen === true || undefined);
    expect(await ingestion.rowOf(running.importId)).toMatchObject({
      ...{ status: 'Running', bytes_read: String(csv.length), rows_read: '2', rows_rejected: '1' },
    });
    expect(jest.getTimerCount()).toBe(timers + 1);
    running.goOn('');
    expect(await running.outcome).toMatchObject({ status: 'Complete' });
    expect(jest.getTimerCount()).toBe(timers);
  });

  it('comes also while the import waits for its turn', async () => {
    const waiting = await ingestion.begun('timezones', `${ZONES}a,Asia/Tokyo\n`);
    await ingestion.database.transaction(async (client) => {
      await lockAllBuckets(client);
      waiting.goOn('');
      await ingestion.writersWait(1);
      await ingestion.query(`UPDATE import SET seen_at = now() - interval '59 seconds'`);
      jest.advanceTimersByTime(10_000);
      await until(async () => (await ingestion.rowOf(waiting.importId)).seen === true || undefined);
    });
    expect(await waiting.outcome).toMatchObject({ status: 'Complete' });
  });

  it('is missed at three looks in a row before an import is given up, which takes a minute', async () => {
    await stray('dead');
    await stray('alive');
    await stray('complete', 'Complete');
    const abandoned = lookout();
    await abandoned.look();
    await abandoned.look();
    expect(await running()).toEqual(['alive', 'dead']);
    await ingestion.query(`UPDATE import SET seen_at = now() WHERE error = 'alive'`);
    await abandoned.look();
    expect(await running()).toEqual(['alive']);
    await abandoned.look();
    expect(await running()).toEqual(['alive']);
    await abandoned.look();
    expect(await running()).toEqual([]);
    expect(
      await ingestion.query(`SELECT error_code, finished_at IS NULL AS unfinished FROM import WHERE status = 'Failed'`),
    ).toEqual(Array(2).fill({ error_code: 'interrupted', unfinished: false }));
    expect(await ingestion.query(`SELECT FROM import WHERE status = 'Complete'`)).toHaveLength(1);
  });

  it('is not missed for as long as PostgreSQL was away', async () => {
    await stray('alive');
    const abandoned = lookout();
    await abandoned.look();
    const { pool } = ingestion.app.get(Database);
    const away = jest.spyOn(pool, 'query').mockImplementation(() => {
      throw new Error('Connection terminated');
    });
    for (let each = 0; each < 5; each++) await expect(abandoned.look()).rejects.toThrow('terminated');
    away.mockRestore();
    await abandoned.look();
    expect(await running()).toEqual(['alive']);
    await ingestion.query('UPDATE import SET seen_at = now()');
    await abandoned.look();
    expect(await running()).toEqual(['alive']);
  });

  it('is looked for at the start of a service and every half minute, until that ends', async () => {
    const looks = jest.spyOn(AbandonedImports.prototype, 'look').mockResolvedValue();
    try {
      const another = await ingestion.startAnother();
      const abandoned = another.get(AbandonedImports);
      const count = () => looks.mock.contexts.filter((context) => context === abandoned).length;
      expect(count()).toBe(1);
      jest.advanceTimersByTime(29_999);
      expect(count()).toBe(1);
      jest.advanceTimersByTime(1);
      expect(count()).toBe(2);
      await another.close();
      jest.advanceTimersByTime(60_000);
      expect(count()).toBe(2);
    } finally {
      looks.mockRestore();
    }
  });
});

describe('an import that another process gave up', () => {
  const KINDS: readonly [ImportKind, string, string][] = [
    ['store-status', `${STATUS}a,active,2024-10-03 12:00:00\nb,\n`, 'c,active,2024-10-03 12:00:00\n'],
    ['business-hours', `${HOURS}a,0,09:00,17:00\nb,\n`, 'c,0,09:00,17:00\n'],
    ['timezones', `${ZONES}a,Asia/Tokyo\nb,\n`, 'c,Asia/Tokyo\n'],
  ];

  async function giveUp(importId: string): Promise<void> {
    await ingestion.query(`UPDATE import SET seen_at = now() - interval '61 seconds'`);
    const abandoned = lookout();
    for (let each = 0; each < 3; each++) await abandoned.look();
    expect(await ingestion.rowOf(importId)).toMatchObject({ status: 'Failed' });
  }

  it.each(KINDS)('while its body came is refused, and stores nothing (%s)', async (kind, start, rest) => {
    const given = await ingestion.begun(kind, start);
    await giveUp(given.importId);
    const failed = await ingestion.rowOf(given.importId);
    expect(failed).toMatchObject({ status: 'Failed', error_code: 'interrupted', finished: true, write_no: null });
    given.goOn(rest);
    expect(await given.outcome).toMatchObject({ code: 'import_given_up', members: { import_id: given.importId } });
    expect(await ingestion.rowOf(given.importId)).toEqual(failed);
    expect(await ingestion.written()).toBe(0);
    expect(await ingestion.receive(kind, start)).toMatchObject({ status: 'Complete', rowsAccepted: 1 });
  });

  it('while it waited for its turn is refused, and stores nothing', async () => {
    const [kind, start, rest] = KINDS[0] ?? ['timezones', '', ''];
    const given = await ingestion.begun(kind, start);
    await ingestion.database.transaction(async (client) => {
      await lockAllBuckets(client);
      given.goOn(rest);
      await ingestion.writersWait(1);
      await giveUp(given.importId);
    });
    expect(await given.outcome).toMatchObject({ code: 'import_given_up' });
    expect(await ingestion.written()).toBe(0);
  });

  it('shows no more signs of life', async () => {
    const given = await ingestion.begun('timezones', `${ZONES}a,Asia/Tokyo\n`);
    await giveUp(given.importId);
    const failed = await ingestion.rowOf(given.importId);
    const { pool } = ingestion.app.get(Database);
    const heartbeat = once(pool, 'release');
    jest.advanceTimersByTime(1000);
    await heartbeat;
    expect(await ingestion.rowOf(given.importId)).toEqual({ ...failed, seen: false });
    given.goOn('');
    await given.outcome;
  });
});
