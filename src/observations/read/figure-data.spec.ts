import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { seededRandom } from '../../../test/support/random';
import { addClosures, addObservations, addStores, removeStores, runsOf } from '../../../test/support/stores';
import type { CountingTerms } from '../../calculator/figures/terms';
import { HOUR } from '../../calculator/instants';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import { StoreGroups } from '../../stores/attributes/store-groups';
import type { StoreRange } from '../../stores/store-range';
import { StoresModule } from '../../stores/stores.module';
import { StoresService } from '../../stores/stores.service';
import { FigureData } from './figure-data';
import { READ_IN_KEY_ORDER } from './timelines';

const FROM = Date.UTC(2024, 9, 1) * 1000;
const WINDOW = { from: FROM + 5 * HOUR, to: FROM + 15 * HOUR };
const ZONES = ['Europe/Berlin', 'Asia/Tokyo'];
const REGIONS = ['East', 'West'];
const MOST = 24;

let test: TestDatabase;
let app: INestApplicationContext;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({}), DATABASE_URL: test.url, REDIS_URL: '' };
  app = await NestFactory.createApplicationContext(
    { module: StoresModule, imports: [ConfigModule.with(settings)], providers: [FigureData] },
    { logger: false },
  );
});

afterAll(async () => {
  await app.close();
  await test.stop();
});

const random = seededRandom('figure data');

/** Stores whose ids are in another order than their keys. */
async function addSome(count: number): Promise<void> {
  const stores = Array.from({ length: count }, (_, index) => {
    const observed = Array.from({ length: random.below(6) }, () => FROM + random.below(20) * HOUR).sort(
      (a, b) => a - b,
    );
    return {
      id: `${random.below(1_000_000)}-${index}`,
      timezone: random.pick(ZONES),
      observed: [...new Set(observed)].map((at) => ({ at, active: random.chance(0.5) })),
    };
  });
  await addStores(
    test.database,
    stores.map(({ observed, ...store }) => ({ ...store, runs: runsOf(observed) })),
  );
  await addObservations(test.database, stores);
  const closed = stores.filter(() => random.chance(0.5)).map(({ id }) => id);
  await addClosures(
    test.database,
    ['*', 'nobody', ...closed].map((storeId) => {
      const from = FROM + random.below(20) * HOUR;
      return { storeId, from, to: from + HOUR };
    }),
  );
  await test.query(
    `INSERT INTO store_attributes (bucket, store_id, attributes)
     SELECT bucket, store_id, jsonb_build_object('region', region) FROM unnest($1::text[], $2::text[]) given (store_id, region)
     JOIN store USING (store_id)`,
    [closed, closed.map(() => random.pick(REGIONS))],
  );
}

/** All that is known of each store of some ranges, by id. */
async function read(client: PoolClient, ranges: readonly StoreRange[], terms: CountingTerms) {
  const known = [];
  for (const range of ranges) {
    const groupOf = await app.get(StoreGroups).keys(client, ['region'], range);
    const { stores, closuresOf, timelines } = await app.get(FigureData).read(client, range, WINDOW, terms);
    for (const store of stores) {
      const { observedAt, status } = timelines.of(store.storeKey);
      const timeline = { observedAt: [...observedAt], status: [...status] };
      known.push({ ...store, timeline, closures: closuresOf(store.storeId), group: groupOf(store.storeId, '') });
    }
  }
  return known.sort((a, b) => (a.storeId < b.storeId ? -1 : 1));
}

it.each([
  ['what differs from active', { defaultStatus: 'active', unknownAfter: Infinity, closures: 'exclude' }],
  ['all changes', { defaultStatus: 'unknown', unknownAfter: Infinity, closures: 'exclude' }],
  ['all observations', { defaultStatus: 'active', unknownAfter: 2 * HOUR, closures: 'exclude' }],
  ['no closures', { defaultStatus: 'inactive', unknownAfter: Infinity, closures: 'ignore' }],
] as const)('is the same of stores by id and of parts by key, wherever these are cut: %s', async (_, terms) => {
  for (let round = 0; round < 4; round++) {
    await removeStores(test.database);
    const count = 1 + random.below(MOST);
    await addSome(count);
    await test.database.transaction(async (client) => {
      await client.query(READ_IN_KEY_ORDER);
      const expected = await read(client, [{ first: '0', last: 'z' }], terms);
      expect(expected).toHaveLength(count);
      for (const size of [1, 1 + random.below(count), count, count + 1]) {
        const ranges = await app.get(StoresService).cutByKey(client, size);
        expect(ranges).toHaveLength(Math.ceil(count / size));
        expect(await read(client, ranges, terms)).toEqual(expected);
      }
    }, BEGIN_SNAPSHOT);
  }
});
