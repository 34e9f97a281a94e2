import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { migrate } from '../../../src/platform/database/migrate';
import { describeUnless } from '../describe-unless';

/** The URL of the coordinator of a Citus cluster whose database the tests may empty. */
export const CITUS_URL = process.env.CITUS_URL ?? '';
/** A command that crashes and restarts nodes: `COMMAND kill NODE`, `COMMAND restart NODE`. */
const CITUS_CONTROL = process.env.CITUS_CONTROL ?? '';

export function describeOnCitus(name: string, tests: () => void): void {
  describeUnless(CITUS_URL ? undefined : 'CITUS_URL names no cluster', name, tests);
}

export function describeCrashesOfCitus(name: string, tests: () => void): void {
  const missing = CITUS_URL && CITUS_CONTROL ? undefined : 'CITUS_URL and CITUS_CONTROL name no cluster';
  describeUnless(missing, name, tests);
}

/** Makes the cluster's database like a new one, which is not distributed. */
export async function emptyCluster(): Promise<void> {
  await onNode(async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
       WHERE NOT relispartition ORDER BY relname`,
    );
    for (const { name } of rows) {
      await client.query('SELECT undistribute_table($1::regclass, cascade_via_foreign_keys => true)', [name]);
    }
    await migrate(CITUS_URL);
    const filled = await client.query<{ tables: string }>(
      `SELECT string_agg(quote_ident(relname), ', ') AS tables FROM pg_class
       WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
         AND relname <> ALL ('{schema_migration,steady_clock,observation_retention}')`,
    );
    await client.query(`TRUNCATE ${filled.rows[0]?.tables ?? ''} RESTART IDENTITY CASCADE`);
    await client.query(`UPDATE observation_retention SET kept_from = '-infinity', retention_ms = NULL`);
  });
}

/** Crashes or restarts a node, which outlives the test. */
export async function control(action: 'kill' | 'restart', node: string): Promise<void> {
  // With the environment of the test the node would be taken for something that the test left running.
  await promisify(execFile)(CITUS_CONTROL, [action, node], { env: { PATH: process.env.PATH } });
}

/** A server of the cluster, as Citus knows it. */
export interface CitusNode {
  readonly id: number;
  readonly group: number;
  readonly host: string;
  readonly port: number;
}

/** Where the rows of a bucket are. */
export interface Placement extends CitusNode {
  /** The part of the table that has the bucket. */
  readonly shard: string;
}

/** Runs `work` with a connection to a node, by default the coordinator. */
export async function onNode<T>(work: (client: Client) => Promise<T>, node?: CitusNode): Promise<T> {
  const url = new URL(CITUS_URL);
  if (node) url.host = `${node.host}:${node.port}`;
  const client = new Client(url.href);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** The nodes that have data. */
export async function dataNodes(): Promise<CitusNode[]> {
  const found = await onNode((client) =>
    client.query<CitusNode>(
      `SELECT nodeid AS id, groupid AS group, nodename AS host, nodeport AS port FROM pg_dist_node WHERE shouldhaveshards ORDER BY port`,
    ),
  );
  return found.rows;
}

export async function placementOf(bucket: number, table: 'store' | 'schedule' = 'store'): Promise<Placement> {
  const found = await onNode((client) =>
    client.query<Placement>(
      `SELECT shardid AS shard, nodeid AS id, groupid AS group, nodename AS host, nodeport AS port
       FROM pg_dist_placement JOIN pg_dist_node USING (groupid)
       WHERE shardid = get_shard_id_for_distribution_column($2::regclass, $1::smallint)`,
      [bucket, table],
    ),
  );
  const [placement] = found.rows;
  if (!placement) throw new Error(`bucket ${bucket} is nowhere`);
  return placement;
}

/** Sets a parameter of the coordinator for all sessions; undefined resets it. */
export async function setParameter(name: string, value: string | undefined): Promise<void> {
  await onNode(async (client) => {
    await client.query(value === undefined ? `ALTER SYSTEM RESET ${name}` : `ALTER SYSTEM SET ${name} = '${value}'`);
    await client.query('SELECT pg_reload_conf()');
  });
}
