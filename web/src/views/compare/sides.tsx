import { useQuery } from '@tanstack/preact-query';
import { groupsOf } from '../../api/groups';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { valueOf } from '../../api/attributes';
import { type Period, periodText, windowOf } from '../../periods/period';
import { problemOf, usePeriodReport, type Wanted } from '../../periods/period-report';
import { Failure, Loaded } from '../../ui/loaded';
import { Progress } from '../../ui/progress';
import { ReportLink } from '../../ui/source';
import { sideOfAll, sideOfGroup, sideOfStore } from './side';
import { SideBySide } from './side-by-side';

/** What is compared. */
export type Compared =
  | { readonly of: 'fleet' }
  | { readonly of: 'group'; readonly by: string; readonly value: string }
  | { readonly of: 'groups'; readonly by: string; readonly value: string; readonly other: string }
  | { readonly of: 'store'; readonly storeId: string };

interface Props {
  readonly compared: Compared;
  readonly period: Period;
  readonly before: Period;
  readonly wanted: Wanted;
}

/** Finds, or starts, the report that has both sides, and shows them. */
export function Sides({ compared, period, before, wanted }: Props) {
  const found = usePeriodReport(wanted);
  const problem = problemOf(found);
  const { totals } = found;
  if (problem !== undefined) {
    return (
      <Failure error={new Error(problem)} onRetry={() => void queries.invalidateQueries({ queryKey: ['period'] })} />
    );
  }
  if (!totals.data) {
    return (
      <Progress label="Report of these days" value={found.report.data?.progress}>
        Computing
      </Progress>
    );
  }
  return (
    <>
      <Found compared={compared} period={period} before={before} totals={totals.data} />
      <p class="quiet">
        Each store’s own days, from <ReportLink id={totals.data.report_id} />.
      </p>
    </>
  );
}

interface FoundProps extends Omit<Props, 'wanted'> {
  readonly totals: Schemas['ReportTotalsDto'];
}

function Found({ compared, period, before, totals }: FoundProps) {
  const windows = [windowOf(period), windowOf(before)] as const;
  const periods = [periodText(period), periodText(before)] as const;
  switch (compared.of) {
    case 'fleet':
      return <SideBySide names={periods} one={sideOfAll(totals, windows[0])} other={sideOfAll(totals, windows[1])} />;
    case 'store':
      return <OfStore storeId={compared.storeId} reportId={totals.report_id} windows={windows} names={periods} />;
    case 'group':
      return (
        <OfGroups
          reportId={totals.report_id}
          by={compared.by}
          values={[compared.value, compared.value]}
          windows={windows}
          names={periods}
        />
      );
    case 'groups':
      return (
        <OfGroups
          reportId={totals.report_id}
          by={compared.by}
          values={[compared.value, compared.other]}
          windows={[windows[0], windows[0]]}
          names={[compared.value, compared.other]}
        />
      );
  }
}

interface PairProps {
  readonly reportId: string;
  readonly windows: readonly [string, string];
  readonly names: readonly [string, string];
}

function OfStore({
  storeId,
  reportId,
  windows: [window, windowBefore],
  names,
}: PairProps & { readonly storeId: string }) {
  const rows = useQuery({
    queryKey: ['row', reportId, storeId],
    queryFn: () =>
      dataOf(
        api.GET('/reports/{report_id}/rows', {
          params: { path: { report_id: reportId }, query: { store_id: [storeId], limit: 1 } },
        }),
      ),
  });
  return (
    <Loaded query={rows}>
      {({ rows: [row] }) => (
        <SideBySide names={names} one={row && sideOfStore(row, window)} other={row && sideOfStore(row, windowBefore)} />
      )}
    </Loaded>
  );
}

interface GroupsProps extends PairProps {
  readonly by: string;
  readonly values: readonly [string, string];
}

function OfGroups({ reportId, by, values: [value, other], windows: [window, windowOfOther], names }: GroupsProps) {
  const groups = useQuery(groupsOf(reportId, by));
  return (
    <Loaded query={groups}>
      {(found) => {
        const [one, two] = [value, other].map((wanted) => found.find(({ key }) => valueOf(key) === wanted));
        return (
          <SideBySide
            names={names}
            one={one && sideOfGroup(one, window)}
            other={two && sideOfGroup(two, windowOfOther)}
          />
        );
      }}
    </Loaded>
  );
}
