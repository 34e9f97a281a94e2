import type { Database } from '../../platform/database/database';

/** The lines that a report's shards have yielded, shard by shard; a reader that is slow holds no connection meanwhile. */
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
