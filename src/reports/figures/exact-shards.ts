import type { PoolClient } from 'pg';
import { CodedError } from '../../common/coded-error';
import type { Report } from '../report.entity';
import { type ExactRow, exactRows } from './exact-figures';

/** A shard of a complete report: its stores, and their exact figures in the same order. */
export interface ExactShard {
  readonly storeIds: readonly string[];
  readonly rows: Iterable<ExactRow>;
}

/**
 * The shards of a complete report, one after the other, in the caller's transaction.
 * @throws CodedError `no_exact_figures` if the report was completed by a release that did not keep them
 */
export async function* exactShards(
  client: PoolClient,
  { reportId, windows }: Pick<Report, 'reportId' | 'windows'>,
): AsyncGenerator<ExactShard> {
  for (let shard = -1; ;) {
    const found = await client.query<{ shard: number; csv: Buffer; figures: Buffer | null; zones: string[] | null }>(
      'SELECT shard, csv, figures, zones FROM report_shard WHERE report_id = $1 AND shard > $2 ORDER BY shard LIMIT 1',
      [reportId, shard],
    );
    const [row] = found.rows;
    if (!row) return;
    const { figures, zones } = row;
    if (!figures || !zones) throw new CodedError('no_exact_figures');
    yield { storeIds: idsIn(row.csv.toString()), rows: exactRows({ figures, zones }, windows.length) };
    ({ shard } = row);
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
