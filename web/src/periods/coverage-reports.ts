import { useQuery } from '@tanstack/preact-query';
import { valueOf } from '../api/attributes';
import { api, dataOf, type Schemas } from '../api/client';
import { groupsOf } from '../api/groups';
import { MEASURED_ONLY, nothingAssumed, type Terms } from '../api/terms';
import { coverageOf, type CoverageParts } from '../ui/coverage';
import { problemOf, usePeriodReport, type Wanted } from './period-report';

/** The figures whose coverage is wanted: those of a report. */
export interface Covered extends Pick<Wanted, 'windows' | 'asOf' | 'service' | 'notBefore' | 'isStarted'> {
  /** Undefined: as the service does unless told otherwise. */
  readonly closures?: Terms['closures'];
}

/** How much of the figures is measured. */
export interface CoverageReports {
  /** Of all stores together in a window, in hours; undefined while it is not known. */
  readonly of: (window: string) => CoverageParts | undefined;
  /** The report in which only measured time is up or down, and the one in which nothing is assumed; once they are complete. */
  readonly measuredId: string | undefined;
  readonly knownId: string | undefined;
  /** Why it is not known and will not be; undefined as long as it may be. */
  readonly problem: string | undefined;
}

/** Of figures of which nothing tells it. */
export const NO_COVERAGE: CoverageReports = {
  of: () => undefined,
  measuredId: undefined,
  knownId: undefined,
  problem: undefined,
};

/** The reports by the terms that tell how much of the figures of others is measured. */
export function termsOfCoverage({ service, closures }: Pick<Covered, 'service' | 'closures'>) {
  return {
    measured: { ...MEASURED_ONLY, closures },
    known: { ...nothingAssumed(service.unknown_after), closures },
  };
}

/** Finds, or starts, the two reports that tell how much is measured. */
export function useCoverage({ closures, ...covered }: Covered): CoverageReports {
  const terms = termsOfCoverage({ service: covered.service, closures });
  const measured = usePeriodReport({ ...covered, columns: 'all', terms: terms.measured });
  const known = usePeriodReport({ ...covered, columns: 'all', terms: terms.known });
  const totalsOf = ({ totals }: typeof measured, window: string) =>
    totals.data?.windows.find((other) => other.window === window);
  return {
    of: (window) => {
      const [some, others] = [totalsOf(measured, window), totalsOf(known, window)];
      if (!some || !others) return undefined;
      return coverageOf(some.uptime_hours + some.downtime_hours, some.unknown_hours ?? 0, others.unknown_hours ?? 0);
    },
    measuredId: measured.totals.data?.report_id,
    knownId: known.totals.data?.report_id,
    problem: problemOf(measured) ?? problemOf(known),
  };
}

/** How much of the figures of a single store in a window is measured; undefined while it is not known. */
export type StoreCoverage = (storeId: string, window: string) => CoverageParts | undefined;

/** The same of some single stores, from the rows of these reports. */
export function useStoreCoverage({ measuredId, knownId }: CoverageReports, storeIds: readonly string[]): StoreCoverage {
  const rows = useQuery({
    queryKey: ['coverage of stores', measuredId, knownId, storeIds],
    queryFn: () => Promise.all([rowsOf(measuredId ?? '', storeIds), rowsOf(knownId ?? '', storeIds)]),
    enabled: measuredId !== undefined && knownId !== undefined && storeIds.length > 0,
    staleTime: Infinity,
  });
  return (storeId, window) => {
    const [measured, known] = [rows.data?.[0].get(storeId), rows.data?.[1].get(storeId)];
    if (!measured || !known) return undefined;
    // Whole hundredths: sums of fractions are not exact.
    const hundredths = (row: Row, figure: string) => Math.round((row[`${figure}_${window}`] ?? 0) * 100);
    const counted = hundredths(measured, 'uptime') + hundredths(measured, 'downtime');
    return coverageOf(counted, hundredths(measured, 'unknown'), hundredths(known, 'unknown'));
  };
}

/** How much of the figures of a group in a window is measured; undefined while it is not known. */
export type GroupCoverage = (value: string | undefined, window: string) => CoverageParts | undefined;

/** The same of the groups of all stores by an attribute or the time zone. */
export function useGroupCoverage({ measuredId, knownId }: CoverageReports, by: string): GroupCoverage {
  const measured = useQuery({ ...groupsOf(measuredId ?? '', by), enabled: measuredId !== undefined });
  const known = useQuery({ ...groupsOf(knownId ?? '', by), enabled: knownId !== undefined });
  return (value, window) => {
    const figuresIn = ({ data }: typeof known) => data?.find(({ key }) => valueOf(key) === value)?.windows[window];
    const [some, others] = [figuresIn(measured), figuresIn(known)];
    return some && others && coverageOf(some.uptime_us + some.downtime_us, some.unknown_us, others.unknown_us);
  };
}

type Row = Schemas['ReportRowDto'];

async function rowsOf(reportId: string, storeIds: readonly string[]): Promise<ReadonlyMap<string, Row>> {
  const { rows } = await dataOf(
    api.GET('/reports/{report_id}/rows', {
      params: { path: { report_id: reportId }, query: { store_id: [...storeIds], limit: storeIds.length } },
    }),
  );
  return new Map(rows.map((row) => [row.store_id, row]));
}
