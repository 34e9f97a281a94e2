import { useState } from 'preact/hooks';
import type { Schemas } from '../../api/client';
import { useCoverage } from '../../periods/coverage-reports';
import { Comparison } from './comparison';
import { Rows } from './rows';
import { WindowTotals } from './window-totals';

interface Props {
  /** A complete one. */
  readonly report: Schemas['SingleReportDto'];
  readonly query: URLSearchParams;
}

/** The figures of a report: of all stores, of each, and beside those of another report. */
export function ReportFigures({ report, query }: Props) {
  const { terms } = report;
  const [isAsked, setAsked] = useState(false);
  const { windows, closures } = terms;
  const found = useCoverage({
    windows,
    asOf: report.as_of ?? '',
    service: terms,
    closures,
    notBefore: report.created_at,
    isStarted: isAsked,
  });
  // Of reports by other terms, the column of what is known tells it.
  const isTold = report.store_ids !== null || terms.unknown_after !== null || terms.default_status === 'unknown';
  const coverage = isTold ? undefined : found;
  const ask = () => {
    setAsked(true);
  };
  return (
    <>
      <WindowTotals report={report} coverage={coverage} onAsk={isAsked ? undefined : ask} />
      <Rows report={report} coverage={coverage} query={query} />
      <Comparison report={report} query={query} />
    </>
  );
}
