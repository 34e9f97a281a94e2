import { Logger } from '@nestjs/common';
import { join } from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import { messageOf } from '../../common/error-code';
import { prepareSession } from './session';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** Milliseconds that a query waits for a free connection, or for a new one to be made. */
const CONNECT_TIMEOUT = 30_000;

/**
 * How to connect to PostgreSQL. The schema comes from the migrations alone, never from `synchronize`.
 * @param connections the most that the pool opens
 * @param applicationName what PostgreSQL shows for them, unless the URL has an `application_name`
 */
export function dataSourceOptions(
  url: string,
  connections: number,
  applicationName = 'restaurant-monitor',
): PostgresOptions {
  return {
    type: 'postgres',
    url,
    poolSize: connections,
    applicationName,
    connectTimeoutMS: CONNECT_TIMEOUT,
    // Nobody gets a connection before its session is prepared.
    extra: { keepAlive: true, onConnect: prepareSession },
    // The pool replaces an idle connection that breaks.
    poolErrorHandler: (error: unknown) => {
      new Logger('Database').warn(`an idle connection was lost: ${messageOf(error)}`);
    },
    synchronize: false,
    migrations: [join(__dirname, '../../../migrations/*.{js,ts}')],
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
  };
}
