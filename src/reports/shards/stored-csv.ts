import { createHash } from 'node:crypto';
import type { Database } from '../../platform/database/database';
import { reportHeader, type ReportLayout } from '../report-csv';
import { shardLines } from './shard-lines';

/** The length and the SHA-256 of a report's CSV as its shards have it. */
export async function digestOf(
  database: Database,
  reportId: string,
  layout: ReportLayout,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const header = reportHeader(layout);
  const hash = createHash('sha256').update(header);
  let bytes = Buffer.byteLength(header);
  for await (const csv of shardLines(database, reportId)) {
    hash.update(csv);
    bytes += csv.length;
  }
  return { bytes, sha256: hash.digest() };
}

/** Reads every complete report; tells how many there are, and the ids of those that are not stored as they were completed. */
export async function checkReports(
  database: Database,
): Promise<{ readonly reports: number; readonly damaged: readonly string[] }> {
  const { rows } = await database.pool.query<ReportLayout & { report_id: string; csv_sha256: Buffer }>(
    `SELECT report_id, windows, columns, csv_sha256 FROM report WHERE status = 'Complete' ORDER BY created_at`,
  );
  const damaged: string[] = [];
  for (const { report_id: reportId, csv_sha256: expected, ...layout } of rows) {
    const { sha256 } = await digestOf(database, reportId, layout);
    if (!sha256.equals(expected)) damaged.push(reportId);
  }
  return { reports: rows.length, damaged };
}
