import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** What TypeORM needs to know; the schema comes from the migrations alone, never from `synchronize`. */
export function dataSourceOptions(url: string, connections: number): PostgresOptions {
  return {
    type: 'postgres',
    url,
    poolSize: connections,
    applicationName: 'restaurant-monitor',
    synchronize: false,
    migrations: [join(__dirname, '../../../migrations/*.{js,ts}')],
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
  };
}
