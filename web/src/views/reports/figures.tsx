import { useState } from 'preact/hooks';
import type { Schemas } from '../../api/client';
import { termsOf } from '../../api/terms';
import { useCoverage } from '../../periods/coverage-reports';
import { STANDARD_WINDOWS } from '../../periods/period';
import { useWeekBefore } from '../../periods/week-before';
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
  const wanted = { asOf: report.as_of ?? '', service: terms, notBefore: report.created_at, isStarted: isAsked };
  const found = useCoverage({ ...wanted, windows, closures });
  const weekBefore = useWeekBefore({ ...wanted, terms: termsOf(terms) });
  // Of reports by other terms, the column of what is known tells it.
  const isTold = report.store_ids !== null || terms.unknown_after !== null || terms.default_status === 'unknown';
  const coverage = isTold ? undefined : found;
  const isComparable = report.store_ids === null && windows.some((window) => STANDARD_WINDOWS.includes(window));
  const ask = () => {
    setAsked(true);
  };
  return (
    <>
      <WindowTotals
        report={report}
        coverage={coverage}
        weekBefore={isComparable ? weekBefore : undefined}
        onAsk={isAsked ? undefined : ask}
      />
      <Rows report={report} coverage={coverage} query={query} />
      <Comparison report={report} query={query} />
    </>
  );
}
