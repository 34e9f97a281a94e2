import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../../test/support/postgres';
import { addStores } from '../../../test/support/stores';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { StoreAttributes } from '../attributes/store-attributes';
import { createStores } from '../create-stores';
import { removeEmptyStore } from '../remove-store';
import { StoresModule } from '../stores.module';
import { type GivenFilter, StoreFinder } from './store-finder';

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let finder: StoreFinder;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({ DEFAULT_TIMEZONE: 'Europe/Paris' }), DATABASE_URL: test.url, REDIS_URL: '' };
  const module = { module: StoresModule, imports: [ConfigModule.with(settings)] };
  app = await NestFactory.createApplicationContext(module, { logger: false });
  finder = app.get(StoreFinder);
  await addStores(test.database, [
    { id: 'Z-1', name: 'Café Zoë 50% off', attributes: { region: 'West', brand: 'A' }, timezone: 'Asia/Tokyo' },
    { id: 'a-2', name: 'CAFE 50 off', attributes: { region: 'East' }, timezone: 'Europe/Paris' },
    { id: 'b_3', name: String.raw`Back\slash 東京ラーメン`, attributes: { region: 'West', brand: 'B' } },
    { id: 'c-4', attributes: { brand: 'A' }, schedule: { timezones: { '': 'Asia/Tokyo', '2024-10-07': '' } } },
    { id: 'd-5', schedule: { timezones: { '2024-10-07': 'Asia/Tokyo' } } },
  ]);
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

/** The ids that a filter finds, which must be the same whichever way it is asked. */
async function found(given: GivenFilter): Promise<string> {
  const filter = await finder.filter(given);
  const ids = await finder.idsAfter('', filter, 10);
  const all = ['Z-1', 'a-2', 'b_3', 'c-4', 'd-5', 'unknown'];
  expect((await finder.allIds(filter, 5))?.sort()).toEqual(ids);
  expect([...(await finder.among(all, filter))].sort()).toEqual(ids);
  expect(await finder.count(filter)).toBe(ids.length);
  return ids.join(' ');
}

it.each([
  ['', 'Z-1 a-2 b_3 c-4 d-5'],
  ['z-', 'Z-1'],
  ['-', 'Z-1 a-2 c-4 d-5'],
  ['  CAFÉ ', 'Z-1 a-2'],
  ['fe z', 'Z-1'],
  ['zoe', 'Z-1'],
  ['50%', 'Z-1'],
  ['_', 'b_3'],
  ['k\\s', 'b_3'],
  ['京ラ', 'b_3'],
  ['ack', 'b_3'],
  ['1\nc', ''],
  ['nobody', ''],
])('%j somewhere in the id or the name finds %j', async (q, ids) => {
  expect(await found({ q })).toBe(ids);
});

const is = (name: string, ...values: string[]) => ({ name, values });

it.each([
  ['a value', [is('region', 'West')], 'Z-1 b_3'],
  ['one of several values', [is('region', 'East', 'West')], 'Z-1 a-2 b_3'],
  ['all of several attributes', [is('Region', 'West'), is('BRAND', 'A')], 'Z-1'],
  ['the stores without the attribute', [is('brand', '')], 'a-2 d-5'],
  ['these and a value', [is('brand', '', 'B')], 'a-2 b_3 d-5'],
  ['a value in another spelling', [is('region', 'west')], ''],
])('attributes find %s', async (_what, attributes, ids) => {
  expect(await found({ attributes })).toBe(ids);
});

it('attributes that no store ever had are refused, and the others are spelled as they first were', async () => {
  await expect(finder.filter({ attributes: [is('colour', 'red')] })).rejects.toThrow('unknown_attribute');
  expect(await finder.limits([is('REGION', 'b', 'a', 'b'), is('Brand', 'x')])).toEqual([
    is('brand', 'x'),
    is('region', 'a', 'b'),
  ]);
});

it.each([
  [['Asia/Tokyo'], 'Z-1 c-4 d-5'],
  [['Europe/Paris'], 'a-2 b_3 c-4 d-5'],
  [['Europe/Paris', 'Asia/Tokyo'], 'Z-1 a-2 b_3 c-4 d-5'],
  [['America/Chicago'], ''],
])('the zones %j leave the stores that have, had or will have one: %j', async (timezone, ids) => {
  expect(await found({ timezone })).toBe(ids);
});

it('all parts of a filter must match, page by page', async () => {
  const filter = await finder.filter({ q: 'e', attributes: [is('region', 'West', 'East')], timezone: ['Asia/Tokyo'] });
  expect(await finder.idsAfter('', filter, 10)).toEqual(['Z-1']);
  const caf = await finder.filter({ q: 'caf' });
  expect(await finder.idsAfter('', caf, 1)).toEqual(['Z-1']);
  expect(await finder.idsAfter('Z-1', caf, 1)).toEqual(['a-2']);
  expect(await finder.allIds(caf, 1)).toBeUndefined();
});

it('attributes are counted among the stores that match', async () => {
  const counts = await app?.get(StoreAttributes).counts(await finder.filter({ attributes: [is('region', 'West')] }));
  expect(counts?.map(({ name, stores, values }) => [name, stores, ...values.map(({ value }) => value)])).toEqual([
    ['brand', 2, 'A', 'B'],
    ['region', 2, 'West'],
  ]);
});

it('stores are found once they are created, and no longer when they are removed', async () => {
  await test.rolledBack(async (client) => {
    await createStores(client, `SELECT 'new-STORE' AS store_id UNION ALL SELECT 'a-2'`);
    const searched = `SELECT searched FROM store_search WHERE store_id IN ('new-STORE', 'a-2') ORDER BY store_id`;
    const texts = async () => (await client.query<{ searched: string }>(searched)).rows.map((row) => row.searched);
    expect(await texts()).toEqual(['a-2\ncafe 50 off', 'new-store\n']);
    await removeEmptyStore(client, 1, 'new-STORE');
    expect(await texts()).toEqual(['a-2\ncafe 50 off']);
  });
});
