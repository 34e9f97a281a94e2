import type { Client } from 'pg';
import { count, since, table } from '../src/cli/screen/format';
import { bucketOfId } from '../src/stores/buckets/buckets';
import { searchedText } from '../src/stores/finding/searched-text';
import {
  againstGoal,
  machine,
  median,
  print,
  progress,
  runBench,
  withDataDir,
  withPostgres,
  withService,
} from './support';

/** How long a list takes to find stores among a million of them, by terms that few, many and no stores have. */

const STORES = 1_000_000;
const ROUNDS = 5;
/** Milliseconds. */
const GOAL = 300;

const QUERIES = [
  ['the first page, without a filter', ''],
  ['a word of one name', 'q=quixotic'],
  ['no name and no id', 'q=nowhere'],
  ['words of names, in an order that none has', 'q=street+burger'],
  ['a word of a sixth of the names', 'q=taco'],
  ['the middle of one id', 'q=ffff-4fff-8fff-f'],
  ['three characters of many ids', 'q=a3f'],
  ['two very common letters', 'q=st'],
  ['two letters of one name', 'q=qx'],
  ['two letters of none', 'q=zq'],
  ['one letter of none', 'q=%D1%8F'],
  ['another script', 'q=%E6%9D%B1%E4%BA%AC'],
  ['a value of a fifth of the stores', 'attributes[region]=West'],
  ['a value of one store', 'attributes[region]=Nowhere'],
  ['a word and a value', 'q=taco&attributes[region]=West'],
  ['two rare letters and a value', 'q=qx&attributes[region]=West'],
] as const;

async function main(): Promise<boolean> {
  return withDataDir((dataDir) =>
    withService(dataDir, {}, async (service) => {
      await withPostgres(dataDir, addStores);
      const times = new Map<string, number[]>();
      for (let round = 0; round <= ROUNDS; round++) {
        for (const [name, query] of QUERIES) {
          const start = performance.now();
          const answer = await service.get(`/stores?${query}`);
          await answer.text();
          if (answer.status !== 200) throw new Error(`${query} answers ${answer.status}`);
          if (round > 0) times.set(name, [...(times.get(name) ?? []), performance.now() - start]);
        }
        progress(`round ${round} of ${ROUNDS}`);
      }
      const medians = QUERIES.map(([name, query]) => ({ name, query, ms: median(times.get(name) ?? []) }));
      print([
        '',
        `${count(STORES)} stores; medians of ${ROUNDS} after one to warm up`,
        machine(),
        '',
        ...table(medians.map(({ name, query, ms }) => [name, query, `${ms.toFixed(0)} ms`])),
        '',
        `the slowest   ${againstGoal(Math.max(...medians.map(({ ms }) => ms)), GOAL, 0, ' ms')}`,
      ]);
      return true;
    }),
  );
}

async function addStores(client: Client): Promise<void> {
  const start = performance.now();
  await client.query(`
    CREATE TEMPORARY TABLE new_store AS
    SELECT number, store_id, ${bucketOfId('store_id')} AS bucket,
           CASE number WHEN 1 THEN 'the quixotic qx' ELSE
             (ARRAY['taco town', 'burger barn', 'pizza palace', 'noodle nook', 'curry corner', 'salad stop'])[1 + number % 6]
             || ' ' || (ARRAY['main street', 'oak avenue', 'river road', 'station', 'harbour', 'market'])[1 + number / 6 % 6]
             || ' ' || number % 5000 END AS name,
           CASE number WHEN 1 THEN 'Nowhere'
             ELSE (ARRAY['West', 'East', 'North', 'South', 'Centre'])[1 + number % 5] END AS region
    FROM (
      SELECT number, CASE number WHEN 2 THEN 'ffffffff-ffff-4fff-8fff-ffffffffffff' ELSE gen_random_uuid()::text END AS store_id
      FROM generate_series(1, ${STORES}) AS number
    ) ids`);
  await client.query(`
    INSERT INTO store (bucket, store_key, store_id)
    SELECT bucket, nextval('store_number') * 64 + bucket, store_id FROM new_store ORDER BY store_id COLLATE "C"`);
  await client.query(`
    INSERT INTO store_search (bucket, store_id, searched)
    SELECT bucket, store_id, ${searchedText('store_id', 'name')} FROM new_store ORDER BY number`);
  await client.query(`INSERT INTO attribute (attribute_key, name) VALUES ('region', 'region')`);
  await client.query(`
    INSERT INTO store_attributes (bucket, store_id, attributes)
    SELECT bucket, store_id, jsonb_build_object('name', name, 'region', region) FROM new_store ORDER BY number`);
  await client.query('VACUUM (ANALYZE) store, store_search, store_attributes');
  progress(`${count(STORES)} stores added (${since(start)})`);
}

runBench('bench:search', main);
