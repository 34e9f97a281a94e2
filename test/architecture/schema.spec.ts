import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { dataSourceOptions } from '../../src/platform/database/data-source';
import { TestDatabase } from '../support/postgres';

/** Tables without an entity, and why. */
const WITHOUT_ENTITY: Record<string, string> = {
  observation: 'partitioned, which TypeORM cannot express',
  schema_migration: 'TypeORM itself records there which migrations were applied',
  typeorm_metadata: 'of these tests only: see below',
};

const ENTITIES = [join(__dirname, '../../src/**/*.entity.ts')];

let test: TestDatabase;
let migrated: DataSource;

beforeAll(async () => {
  test = await TestDatabase.start();
  migrated = await connect(test.url);
  await recordExpressions();
});

afterAll(async () => {
  await migrated.destroy();
  await test.stop();
});

async function connect(url: string): Promise<DataSource> {
  return new DataSource({ ...dataSourceOptions(url, 2), entities: ENTITIES }).initialize();
}

/** TypeORM compares a generated column with the expression that it has on record, not with the one in PostgreSQL. */
async function recordExpressions(): Promise<void> {
  await migrated.query(`
    CREATE TABLE typeorm_metadata (type text, database text, schema text, "table" text, name text, value text)`);
  for (const { tableName, columns } of migrated.entityMetadatas) {
    for (const { asExpression, databaseName } of columns) {
      if (asExpression === undefined) continue;
      await migrated.query(
        `INSERT INTO typeorm_metadata VALUES ('GENERATED_COLUMN', current_database(), 'public', $1, $2, $3)`,
        [tableName, databaseName, asExpression],
      );
    }
  }
}

it('finds no difference between the entities and the migrated schema', async () => {
  const { upQueries } = await migrated.driver.createSchemaBuilder().log();
  expect(upQueries.map(({ query }) => query)).toEqual([]);
});

// The schema builder compares them by their names alone.
it('has the constraints, indexes and generated columns of the entities, word for word', async () => {
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
     UNION
     SELECT attname, pg_get_expr(adbin, adrelid)
     FROM pg_attribute JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
     WHERE attgenerated <> '' AND attrelid::regclass::text = ANY ($1)
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
