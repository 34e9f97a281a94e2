import type { Database } from '../../platform/database/database';

/** The CSV lines of a report, part by part. Holds no connection between parts, so a slow consumer costs none. */
export async function* shardLines(database: Database, reportId: string): AsyncGenerator<Buffer> {
  for (let part = 0; ; part++) {
    // As text: node-postgres is sent bytes as hexadecimal digits.
    const found = await database.pool.query<{ csv: string }>(
      `SELECT convert_from(csv, 'UTF8') AS csv FROM report_shard WHERE report_id = $1 AND part = $2`,
      [reportId, part],
    );
    const [first, ...others] = found.rows.map(({ csv }) => Buffer.from(csv));
    if (!first) return;
    yield others.length === 0 ? first : merged([first, ...others]);
  }
}

/** The lines of several shards by store id. No character of an id sorts before the comma after it, so whole lines do as well. */
function merged(shards: readonly Buffer[]): Buffer {
  const lines = shards.flatMap((csv) => csv.toString().split('\n').slice(0, -1));
  return Buffer.from(
    lines
      .sort()
      .map((line) => `${line}\n`)
      .join(''),
  );
}
