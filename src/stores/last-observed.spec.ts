import { TestDatabase } from '../../test/support/postgres';
import { insertIds } from '../../test/support/stores';
import type { Micros } from '../calculator/instants';
import { fromMicros, toMicros } from '../platform/database/sql';
import { lockAllBuckets } from './buckets/bucket-locks';
import { setLastObserved } from './last-observed';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(async () => {
  await test.stop();
});

it('the latest observation is set of each given store, and of no other', async () => {
  await test.query(insertIds('a', 'b', 'c'));
  const latest: readonly Micros[] = [1.7e15 + 1, -1];
  const given = `SELECT bucket, store_key, ${fromMicros('at')} AS last_observed_at
                 FROM unnest($1::text[], $2::bigint[]) AS given (store_id, at) JOIN store USING (store_id)`;
  await test.database.transaction(async (client) => {
    await lockAllBuckets(client);
    await setLastObserved(client, given, [['c', 'a'], latest]);
  });
  expect(
    await test.query(`SELECT store_id, ${toMicros('last_observed_at')} AS at FROM store ORDER BY store_id`),
  ).toEqual([
    { store_id: 'a', at: '-1' },
    { store_id: 'b', at: null },
    { store_id: 'c', at: String(1.7e15 + 1) },
  ]);
});
