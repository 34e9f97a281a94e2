import type { Pool, PoolClient, QueryResultRow } from 'pg';
import { CodedError } from '../../common/coded-error';
import type { Report } from '../report.entity';
import { type ExactRow, exactRows } from './exact-figures';

/** A shard of a complete report: its stores, and their exact figures in the same order. */
export interface ExactShard {
  readonly storeIds: readonly string[];
  readonly rows: Iterable<ExactRow>;
}

/** What is kept of the figures of a shard; null if the report was completed by a release that did not keep them. */
export interface StoredFigures {
  readonly figures: Buffer | null;
  readonly zones: string[] | null;
}

/** Some columns of the shards of a report, in order. They are read one by one, as each may have some megabytes. */
export async function* shardsOf<Columns extends QueryResultRow>(
  client: Pool | PoolClient,
  reportId: string,
  columns: string,
): AsyncGenerator<Columns> {
  for (let shard = -1; ;) {
    const found = await client.query<Columns & { readonly shard: number }>(
      `SELECT shard, ${columns} FROM report_shard WHERE report_id = $1 AND shard > $2 ORDER BY shard LIMIT 1`,
      [reportId, shard],
    );
    const [row] = found.rows;
    if (!row) return;
    yield row;
    ({ shard } = row);
  }
}

/**
 * The shards of a complete report, one after the other, in the caller's transaction.
 * @throws CodedError `no_exact_figures` if the report was completed by a release that did not keep them
 */
export async function* exactShards(
  client: PoolClient,
  { reportId, windows }: Pick<Report, 'reportId' | 'windows'>,
): AsyncGenerator<ExactShard> {
  const shards = shardsOf<StoredFigures & { readonly csv: Buffer }>(client, reportId, 'csv, figures, zones');
  for await (const { csv, figures, zones } of shards) {
    if (!figures || !zones) throw new CodedError('no_exact_figures');
    yield { storeIds: idsIn(csv.toString()), rows: exactRows({ figures, zones }, windows.length) };
  }
}

/** The store ids of lines. */
export function idsIn(csv: string): string[] {
  const ids: string[] = [];
  for (let start = 0; start < csv.length; start = csv.indexOf('\n', start) + 1) {
    ids.push(csv.slice(start, csv.indexOf(',', start)));
  }
  return ids;
}
