import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { api, dataOf, type Schemas } from '../../api/client';
import { figure, instant } from '../../format';
import { windowText } from '../../periods/period';
import { goTo, href } from '../../route';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { Pager, usePages } from '../../ui/pages';
import { StoreLink } from '../../ui/store-link';
import { Table } from '../../ui/table';

/** How many of the newest reports are offered. */
const OFFERED = 200;
/** Milliseconds until they are asked for again while one is running, which can be compared once it is complete. */
const WAIT = 2_000;

interface Props {
  readonly report: Schemas['SingleReportDto'];
  readonly query: URLSearchParams;
}

/** The stores whose figures differ from those of another report: of the one that this one revises, unless another is chosen. */
export function Comparison({ report, query }: Props) {
  const { report_id: reportId, revises } = report;
  const against = query.get('against') ?? revises ?? '';
  const newest = useQuery({
    queryKey: ['reports', 'newest'],
    queryFn: () => dataOf(api.GET('/reports', { params: { query: { limit: OFFERED } } })),
    refetchInterval: ({ state }) =>
      state.data?.reports.some(({ status }) => status === 'Running') === true ? WAIT : false,
  });
  const others = (newest.data?.reports ?? []).filter((other) => isComparable(other, report));
  const isListed = against === '' || others.some(({ report_id: id }) => id === against);
  return (
    <section class="card comparison" aria-labelledby="comparison">
      <h2 id="comparison">Compared with another report</h2>
      <p class="quiet">
        Reports with the same windows and columns can be compared. Nothing is computed anew, and neither report changes.
      </p>
      <div class="row">
        <Choice
          label="Before"
          value={against}
          options={[
            ...(against === '' ? [['', 'Choose a report'] as const] : []),
            ...(isListed ? [] : [[against, nameOf({ report_id: against }, report)] as const]),
            ...others.map((other) => [other.report_id, nameOf(other, report)] as const),
          ]}
          onChoose={(chosen) => {
            goTo(href(['reports', reportId], { ...Object.fromEntries(query), page: '', against: chosen }), 'replace');
          }}
        />
        {against !== '' && (
          <a href={`reports/${reportId}/diff?${new URLSearchParams({ against, format: 'csv' }).toString()}`} download>
            Download what differs (CSV)
          </a>
        )}
      </div>
      {against !== '' && <Differences key={against} reportId={reportId} against={against} />}
    </section>
  );
}

function isComparable(other: Schemas['ReportDto'], { report_id: id, terms }: Schemas['SingleReportDto']): boolean {
  if (other.report_id === id || other.status !== 'Complete' || other.terms.columns !== terms.columns) return false;
  return other.terms.windows.join() === terms.windows.join();
}

type Named = Pick<Schemas['ReportDto'], 'report_id'> & Partial<Pick<Schemas['ReportDto'], 'as_of' | 'created_at'>>;

function nameOf(
  { report_id: id, as_of: asOf, created_at: started }: Named,
  report: Schemas['SingleReportDto'],
): string {
  const name = `${id.slice(0, 8)}${asOf == null ? '' : `, as of ${instant(asOf)}`}`;
  const start = started === undefined ? '' : `, started ${instant(started)}`;
  return `${name}${start}${id === report.revises ? ', revised by this one' : ''}`;
}

function Differences({ reportId, against }: { readonly reportId: string; readonly against: string }) {
  const pages = usePages(`differences ${reportId} ${against}`);
  const differences = useQuery({
    queryKey: ['differences', reportId, against, pages.cursor],
    queryFn: () =>
      dataOf(
        api.GET('/reports/{report_id}/diff', {
          params: { path: { report_id: reportId }, query: { against, limit: 20, cursor: pages.cursor } },
        }),
      ),
    placeholderData: keepPreviousData,
    staleTime: Infinity,
  });
  return (
    <Loaded query={differences}>
      {(page) =>
        page.stores.length === 0 ? (
          <p class="empty">No store differs.</p>
        ) : (
          <>
            <Table caption="Stores whose figures differ: last hour in minutes, all others in hours">
              <thead>
                <tr>
                  <th scope="col">Store</th>
                  <th scope="col">Figure</th>
                  <th scope="col" class="number">
                    Before
                  </th>
                  <th scope="col" class="number">
                    After
                  </th>
                </tr>
              </thead>
              {page.stores.map((store) => (
                <Difference key={store.store_id} store={store} />
              ))}
            </Table>
            <Pager pages={pages} next={page.next_cursor} name="differences" isLoading={differences.isPlaceholderData} />
          </>
        )
      }
    </Loaded>
  );
}

/** A line for each figure that differs. */
function Difference({
  store: { store_id: storeId, name, before, after },
}: {
  readonly store: Schemas['ReportDifferenceDto'];
}) {
  const columns = Object.keys(after ?? before ?? {}).filter((column) => before?.[column] !== after?.[column]);
  return (
    <tbody>
      {columns.map((column, index) => (
        <tr key={column}>
          {index === 0 && (
            <th scope="rowgroup" rowSpan={columns.length}>
              <StoreLink id={storeId} name={name} />
              {!before && <div class="quiet">not in the report before</div>}
              {!after && <div class="quiet">no longer in the report</div>}
            </th>
          )}
          <td>{columnText(column)}</td>
          <td class="number">{shown(before?.[column])}</td>
          <td class="number">{shown(after?.[column])}</td>
        </tr>
      ))}
    </tbody>
  );
}

/** Such as `Downtime, last week (h)`. */
function columnText(column: string): string {
  const [, name = '', window = ''] = /^([a-z]+)_(.+)$/.exec(column) ?? [];
  const unit = window === 'last_hour' ? 'min' : 'h';
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}, ${windowText(window)} (${unit})`;
}

function shown(value: number | undefined): string {
  return value === undefined ? '–' : figure(value);
}
