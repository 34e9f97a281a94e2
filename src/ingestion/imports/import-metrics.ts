import { counter, duration, LONG } from '../../platform/metrics/instruments';
import { IMPORT_KINDS, type ImportKind } from '../csv/columns';
import type { RejectReason } from '../reject-reasons';
import type { ImportSource } from './import.entity';

const imports = counter('imports_total', 'Imports that have ended.', ['kind', 'source', 'outcome']);
const rows = counter('import_rows_total', 'Rows and messages of complete imports.', ['kind', 'source', 'outcome']);
const rejects = counter('import_rejects_total', 'Rejected rows and messages of complete imports.', [
  'kind',
  'source',
  'reason',
]);
const seconds = duration('import_seconds', 'From the start of an import to its commit.', LONG, ['kind', 'source']);

// From the start on: Prometheus sees no increase where a series begins.
for (const kind of IMPORT_KINDS) {
  for (const outcome of ['complete', 'failed']) imports.inc({ kind, source: 'csv', outcome }, 0);
}

/** What a complete import had. */
export interface ImportedRows {
  readonly accepted: number;
  readonly unchanged: number;
  /** How many were rejected for each reason. */
  readonly rejected: ReadonlyMap<RejectReason, number>;
}

/**
 * Times an import from now on. What it returns is called once the import has ended, never before its commit; with undefined if nothing was
 * imported, since it had been before.
 */
export function startOfImport(
  kind: ImportKind,
  source: ImportSource,
): (imported: ImportedRows | 'failed' | undefined) => void {
  const end = seconds.startTimer({ kind, source });
  return (imported) => {
    if (!imported) return;
    if (imported === 'failed') {
      imports.inc({ kind, source, outcome: 'failed' });
      return;
    }
    end();
    imports.inc({ kind, source, outcome: 'complete' });
    rows.inc({ kind, source, outcome: 'accepted' }, imported.accepted);
    rows.inc({ kind, source, outcome: 'unchanged' }, imported.unchanged);
    let rejected = 0;
    for (const [reason, count] of imported.rejected) {
      rejects.inc({ kind, source, reason }, count);
      rejected += count;
    }
    rows.inc({ kind, source, outcome: 'rejected' }, rejected);
  };
}

/** Adds rows that were rejected for a reason. */
export function countRejected(counts: Map<RejectReason, number>, reason: RejectReason, rows = 1): void {
  counts.set(reason, (counts.get(reason) ?? 0) + rows);
}
