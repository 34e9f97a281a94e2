import type { PoolClient } from 'pg';
import { isLockTimeout } from '../../common/error-code';
import { BEGIN_WRITE } from '../../platform/database/begin';
import type { Database } from '../../platform/database/database';
import { DISTRIBUTED_TABLES, distributionOf, hasCitus, REFERENCE_TABLE } from '../../platform/database/distribution';
import { BUCKETS } from '../buckets/buckets';
import { lockAllBuckets } from '../buckets/bucket-locks';

/** A step waits no longer for readers, who would queue up behind it; then it lets them pass, and tries again. */
const BEGIN_STEP = `${BEGIN_WRITE}; SET LOCAL lock_timeout = '2s'`;
/** Tries of a step, each after at most two seconds: a report keeps its tables for as long as it is computed. */
const MAX_TRIES = 300;

/** What a node has. */
export interface NodeContents {
  readonly node: string;
  readonly buckets: number;
  readonly bytes: string;
}

/**
 * Divides the tables of stores, schedules, runs and observations among the nodes of Citus, by bucket. Each step is a transaction, so
 * whatever is interrupted is continued by the next call; one that finds everything done changes nothing. Writers wait
 * during each step. Reports that are under way begin anew.
 * @param tell is told of each step
 * @throws Error if the database has no Citus, or no node for data, or tables that were distributed in another way
 */
export async function distribute(database: Database, tell: (line: string) => void): Promise<void> {
  if (!(await hasCitus(database.pool))) {
    throw new Error('The database has no Citus: run CREATE EXTENSION citus on each server, and citus_add_node.');
  }
  if ((await distributionOf(database.pool)) === 'whole') tell('The tables are distributed already.');
  const nodes = await database.pool.query(`SELECT FROM pg_dist_node WHERE shouldhaveshards AND noderole = 'primary'`);
  if (nodes.rowCount === 0) throw new Error('Citus has no node for data: add one with citus_add_node.');
  const tables = [REFERENCE_TABLE, ...DISTRIBUTED_TABLES];
  for (const table of tables) await distributeTable(database, table, tell);
  for (const table of tables) {
    await step(database, (client) => client.query(REMOVE_LOCAL_COPY, [table]));
  }
}

async function distributeTable(database: Database, table: string, tell: (line: string) => void): Promise<void> {
  const found = await database.pool.query<{ size: string; done: boolean }>(STATE_OF, [table]);
  const [state] = found.rows;
  if (state?.done !== false) return;
  const start = performance.now();
  await step(database, (client) => client.query(`SELECT ${howToDistribute(table)}`, [table]));
  tell(`${table}: distributed ${state.size} in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}

function howToDistribute(table: string): string {
  if (table === REFERENCE_TABLE) return 'create_reference_table($1::regclass)';
  const where = table === 'store' ? `shard_count => ${BUCKETS}, colocate_with => 'none'` : `colocate_with => 'store'`;
  return `create_distributed_table($1::regclass, 'bucket', ${where})`;
}

/** Runs a step while nobody writes. */
async function step(database: Database, work: (client: PoolClient) => Promise<unknown>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      await database.transaction(async (client) => {
        await lockAllBuckets(client);
        await work(client);
      }, BEGIN_STEP);
      return;
    } catch (error) {
      if (!isLockTimeout(error) || tries === MAX_TRIES) throw error;
    }
  }
}

/** What each node has. */
export async function contentsOf(database: Database): Promise<NodeContents[]> {
  const contents = await database.pool.query<NodeContents>(CONTENTS);
  return contents.rows;
}

const STATE_OF = `
  SELECT EXISTS (SELECT FROM pg_dist_partition WHERE logicalrelid = $1::regclass) AS done,
         pg_size_pretty(coalesce(
           (SELECT sum(pg_total_relation_size(relid)) FROM pg_partition_tree($1::regclass)),
           pg_total_relation_size($1::regclass))) AS size`;

/** Citus leaves the rows where they were, hidden. */
const REMOVE_LOCAL_COPY = 'SELECT truncate_local_data_after_distributing_table($1::regclass)';

const CONTENTS = `
  SELECT nodename || ':' || nodeport AS node,
         (SELECT count(*)::integer FROM generate_series(0, ${BUCKETS - 1}) bucket
          WHERE get_shard_id_for_distribution_column('store'::regclass, bucket::smallint) = ANY (array_agg(shardid))) AS buckets,
         pg_size_pretty(sum(shard_size)) AS bytes
  FROM citus_shards GROUP BY 1 ORDER BY 1`;
