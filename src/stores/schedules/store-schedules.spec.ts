import { hash } from 'node:crypto';
import type { QueryConfig } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { addStores, removeStores } from '../../../test/support/stores';
import { BEGIN_READ_ONLY, BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { SCHEDULE_TEXT } from './schedule-text';
import { StoreSchedules } from './store-schedules';

const ALL = { first: '0', last: 'z' };
const CHICAGO = { timezones: { '': 'America/Chicago' }, hours: { '': '0 10:00:00 22:00:00' } };
const TOKYO = { timezones: { '': 'Asia/Tokyo' } };

let test: TestDatabase;
let schedules: StoreSchedules;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

beforeEach(async () => {
  await removeStores(test.database);
  await addStores(test.database, [
    { id: 'a', schedule: CHICAGO },
    { id: 'b' },
    { id: 'c', schedule: TOKYO },
    { id: 'd', schedule: CHICAGO },
  ]);
  await test.query(`DELETE FROM schedule WHERE store_id = 'b'`);
  schedules = new StoreSchedules(test.database);
});

/** The schedules of all stores, and how many statements read their texts. */
async function read(): Promise<{ readonly texts: (string | null)[]; readonly statements: number }> {
  return test.database.transaction(async (client) => {
    const query = jest.spyOn(client, 'query');
    const stores = await schedules.readRange(client, ALL);
    const statements = query.mock.calls.filter(([sql]) => typeof sql === 'string').length;
    query.mockRestore();
    return { texts: stores.map(({ schedule }) => schedule), statements };
  }, BEGIN_SNAPSHOT);
}

async function stored(): Promise<unknown[]> {
  const rows = await test.query(
    `SELECT ${SCHEDULE_TEXT} AS text FROM store LEFT JOIN schedule USING (store_id, bucket) ORDER BY store_id`,
  );
  return rows.map(({ text }) => text);
}

it('reads the text of each schedule once, in one statement', async () => {
  const first = await read();
  expect(first).toEqual({ texts: await stored(), statements: 1 });
  expect(first.texts).toEqual([
    expect.stringContaining('Chicago'),
    null,
    expect.stringContaining('Tokyo'),
    first.texts[0],
  ]);
  expect(await read()).toEqual({ texts: first.texts, statements: 0 });
});

it.each(['timezones', 'hours', 'special_hours', 'archived'])('sees that %s have changed', async (column) => {
  const { texts } = await read();
  await test.query(`UPDATE schedule SET ${column} = '{"": "2024-10-07"}' WHERE store_id = 'd'`);
  const now = await read();
  expect(now).toEqual({ texts: await stored(), statements: 1 });
  expect(now.texts[3]).not.toBe(texts[3]);
  expect(now.texts.slice(0, 3)).toEqual(texts.slice(0, 3));
});

it('has the SHA-256 of any text', async () => {
  await test.query(`UPDATE schedule SET hours = $1 WHERE store_id = 'a'`, [{ '': 'a "b" \\ \\000 \\\\ é 日本' }]);
  const rows = await test.query(`SELECT ${SCHEDULE_TEXT} AS text, encode(digest, 'hex') AS digest FROM schedule`);
  expect(rows).toHaveLength(3);
  for (const { text, digest } of rows) expect(hash('sha256', String(text))).toBe(digest);
});

it('fails if schedules change between its statements rather than take them for unknown', async () => {
  const changing = test.database.transaction(async (client) => {
    const afterChange = async (sql: string, values: unknown[]) => {
      await test.query(`UPDATE schedule SET hours = '{"": "closed"}' WHERE store_id = 'c'`);
      return client.query(sql, values);
    };
    const query = (sql: string | QueryConfig, values: unknown[]) =>
      typeof sql === 'string' ? afterChange(sql, values) : client.query(sql);
    const proxy = new Proxy(client, {
      get: (target, name): unknown => (name === 'query' ? query : Reflect.get(target, name)),
    });
    return schedules.readRange(proxy, ALL);
  }, BEGIN_READ_ONLY);
  await expect(changing).rejects.toThrow('schedules changed while they were read');
});
