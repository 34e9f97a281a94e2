import type { Pool, PoolClient } from 'pg';

/** The tables that Citus divides by bucket, in the order in which they are distributed. */
export const DISTRIBUTED_TABLES = [
  'store',
  'schedule',
  'store_attributes',
  'store_search',
  'status_run',
  'observation',
] as const;
/** The table that Citus keeps on every node: some of its rows belong to all stores. All others stay on the coordinator. */
export const REFERENCE_TABLE = 'closure';

/** `partly`: `npm run distribute` is under way or was interrupted, or a migration has added a table since. */
export type Distribution = 'none' | 'partly' | 'whole';

/** A table that Citus knows of. */
interface CitusTable {
  readonly name: string;
  readonly by_bucket: boolean;
  readonly everywhere: boolean;
  readonly colocation: number;
}

/** Whether the database has Citus, by which it may be spread over several servers (docs/scaling.md). */
export async function hasCitus(database: Pool | PoolClient): Promise<boolean> {
  const found = await database.query(`SELECT FROM pg_extension WHERE extname = 'citus'`);
  return found.rowCount === 1;
}

/**
 * How far the database is distributed.
 * @throws Error if its tables were distributed in another way
 */
export async function distributionOf(database: Pool | PoolClient): Promise<Distribution> {
  if (!(await hasCitus(database))) return 'none';
  return toDistribution((await database.query<CitusTable>(CITUS_TABLES)).rows);
}

/**
 * Makes sure that a process knows the tables as it finds them.
 * @throws Error if they were distributed in another way than by `npm run distribute`, or only partly
 */
export async function requireKnownDistribution(database: Pool): Promise<void> {
  if ((await distributionOf(database)) === 'partly') {
    throw new Error('Not all tables are distributed: run npm run distribute, it continues where it was.');
  }
}

function toDistribution(tables: readonly CitusTable[]): Distribution {
  const ours = tables.filter(({ name }) => DISTRIBUTED_TABLES.some((table) => table === name));
  const strange = tables.find((table) =>
    table.name === REFERENCE_TABLE
      ? !table.everywhere
      : !ours.includes(table) || !table.by_bucket || table.colocation !== ours[0]?.colocation,
  );
  if (strange) {
    throw new Error(
      `The table ${strange.name} was distributed in another way than npm run distribute does it: ` +
        `undistribute it (SELECT undistribute_table('${strange.name}')), or use another database.`,
    );
  }
  if (tables.length === 0) return 'none';
  return tables.length === DISTRIBUTED_TABLES.length + 1 ? 'whole' : 'partly';
}

/** Partitions are distributed as their table is. */
const CITUS_TABLES = `
  SELECT relname AS name, colocationid AS colocation,
         partmethod = 'h' AND column_to_column_name(logicalrelid, partkey) = 'bucket' AS by_bucket,
         partmethod = 'n' AND repmodel = 't' AS everywhere
  FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
  WHERE NOT relispartition ORDER BY relname`;
