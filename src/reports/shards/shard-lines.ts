import type { Database } from '../../platform/database/database';

/** The CSV lines of a report, shard by shard. Holds no connection between shards, so a slow consumer costs none. */
export async function* shardLines(database: Database, reportId: string): AsyncGenerator<Buffer> {
  for (let shard = 0; ; shard++) {
    const found = await database.pool.query<{ csv: Buffer }>(
      'SELECT csv FROM report_shard WHERE report_id = $1 AND shard = $2',
      [reportId, shard],
    );
    if (!found.rows[0]) return;
    yield found.rows[0].csv;
  }
}
