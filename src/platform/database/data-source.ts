import { Logger } from '@nestjs/common';
import pg, { type ClientBase, Pool } from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { PostgresDriver } from 'typeorm/driver/postgres/PostgresDriver';
import { within } from '../../common/deadline';
import { messageOf } from '../../common/error-code';
import { ConnectionWatch } from './connection-watch';
import { MIGRATIONS } from '../../../migrations';
import { prepareSession } from './session';

type PostgresOptions = Extract<DataSourceOptions, { type: 'postgres' }>;

/** Milliseconds that a query waits for a free connection, or for a new one to be made and prepared. */
const CONNECT_TIMEOUT = 4_000;
/** Milliseconds that a data source may take to be initialized: nothing watches its first queries. */
const INITIALIZE_TIMEOUT = 10_000;

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
    // Otherwise TypeORM would take the one in node_modules, which is not that of the bundle.
    driver: pg,
    url,
    poolSize: connections,
    applicationName,
    connectTimeoutMS: CONNECT_TIMEOUT,
    // Nobody gets a connection before its session is prepared.
    extra: { keepAlive: true, onConnect: (client: ClientBase) => within(CONNECT_TIMEOUT, prepareSession(client)) },
    // The pool replaces an idle connection that breaks: see `watchedPool`.
    poolErrorHandler: () => undefined,
    synchronize: false,
    migrations: MIGRATIONS,
    migrationsTableName: 'schema_migration',
    migrationsTransactionMode: 'each',
  };
}

/** An initialized data source; one that takes too long for that is closed as soon as it can be. */
export async function openDataSource(options: DataSourceOptions): Promise<DataSource> {
  const initialized = new DataSource(options).initialize();
  return within(INITIALIZE_TIMEOUT, initialized).catch((error: unknown) => {
    initialized.then((late) => late.destroy()).catch(() => undefined);
    throw error;
  });
}

/** The pool of an initialized data source, and a watch that from now on ends its dead connections. */
export function watchedPool({ driver, options }: DataSource): { readonly pool: Pool; readonly watch: ConnectionWatch } {
  const pool: unknown = driver instanceof PostgresDriver ? driver.master : undefined;
  if (!(pool instanceof Pool) || options.type !== 'postgres')
    throw new TypeError('the data source has no PostgreSQL pool');
  pool.on('error', (error) => {
    // One that is being closed may still hear that the server stops.
    if (!pool.ending) new Logger('Database').warn(`an idle connection was lost: ${messageOf(error)}`);
  });
  return { pool, watch: new ConnectionWatch(pool, options.url ?? '') };
}
