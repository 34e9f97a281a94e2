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
  const client = new Client(CITUS_URL);
  await client.connect();
  try {
    const { rows } = await client.query<{ name: string }>(
      `SELECT relname AS name FROM pg_dist_partition JOIN pg_class ON pg_class.oid = logicalrelid
       WHERE NOT relispartition ORDER BY relname`,
    );
    for (const { name } of rows) {
      await client.query('SELECT undistribute_table($1::regclass, cascade_via_foreign_keys => true)', [name]);
    }
    await migrate(CITUS_URL);
    await client.query(
      `TRUNCATE store, schedule, schedule_change, closure, status_run, observation, import, report, kafka_partition
       RESTART IDENTITY CASCADE`,
    );
    await client.query(`UPDATE observation_retention SET kept_from = '-infinity', retention_ms = NULL`);
  } finally {
    await client.end();
  }
}

export async function control(action: 'kill' | 'restart', node: string): Promise<void> {
  await promisify(execFile)(CITUS_CONTROL, [action, node]);
}
