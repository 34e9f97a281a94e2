import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source';
import { TestDatabase } from '../support/postgres';

/** Tables without an entity, and why. */
const WITHOUT_ENTITY: Record<string, string> = {
  observation: 'partitioned, which TypeORM cannot express',
  schema_migration: 'TypeORM itself records there which migrations were applied',
};

const ENTITIES = [join(__dirname, '../../src/**/*.entity.ts')];

let test: TestDatabase;
let migrated: DataSource;

beforeAll(async () => {
  test = await TestDatabase.start();
  migrated = await connect(test.url);
});

afterAll(async () => {
  await migrated.destroy();
  await test.stop();
});

async function connect(url: string): Promise<DataSource> {
  return new DataSource({ ...dataSourceOptions(url, 2), entities: ENTITIES }).initialize();
}

it('finds no difference between the entities and the migrated schema', async () => {
  const { upQueries } = await migrated.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

// The schema builder compares constraints and indexes by their names alone.
it('has the constraints and indexes of the entities, word for word', async () => {
  await migrated.query('CREATE DATABASE from_entities');
  const url = new URL(test.url);
  url.pathname = 'from_entities';
  const fromEntities = await connect(url.href);
  try {
    await fromEntities.synchronize();
    const tables = migrated.entityMetadatas.map(({ tableName }) => tableName);
    expect(await definitions(migrated, tables)).toEqual(await definitions(fromEntities, tables));
  } finally {
    await fromEntities.destroy();
  }
});

/** All but GIN indexes, which TypeORM cannot express. */
async function definitions(dataSource: DataSource, tables: readonly string[]): Promise<unknown> {
  return dataSource.query(
    `SELECT conname AS name, pg_get_constraintdef(oid) AS definition FROM pg_constraint
     WHERE conrelid::regclass::text = ANY ($1)
     UNION
     SELECT indexname, indexdef FROM pg_indexes
     WHERE schemaname = 'public' AND tablename = ANY ($1) AND indexdef NOT LIKE '% USING gin %'
     ORDER BY name, definition`,
    [tables],
  );
}

it('has an entity for every table, or a reason why there is none', async () => {
  const tables: { name: string }[] = await migrated.query(
    `SELECT relname AS name FROM pg_class
     WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition`,
  );
  const described = [...migrated.entityMetadatas.map(({ tableName }) => tableName), ...Object.keys(WITHOUT_ENTITY)];
  expect(tables.map(({ name }) => name).toSorted()).toEqual(described.toSorted());
});
