import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { useCallback } from 'preact/hooks';
import { allItems } from '../../api/all-items';
import { BY_ZONE } from '../../api/attributes';
import { api, dataOf, type Schemas } from '../../api/client';
import { groupsOf } from '../../api/groups';
import { type CsvColumn, fileName } from '../../csv';
import { figure } from '../../format';
import { type CoverageReports, NO_COVERAGE, useStoreCoverage } from '../../periods/coverage-reports';
import { windowText } from '../../periods/period';
import { goTo, href, withQuery } from '../../route';
import { DownloadCsv } from '../../ui/actions/download-csv';
import { Folded } from '../../ui/actions/folded';
import { Found } from '../../ui/actions/found';
import { CoverageInList, CoverageLegend } from '../../ui/coverage';
import { AttributeFilters, attributesIn, attributesOf } from '../stores/attribute-filters';
import { ZoneFilter, zonesOf } from '../stores/zone-filter';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { Pager, usePages } from '../../ui/pages';
import { Search } from '../../ui/search';
import { StoreLink } from '../../ui/store-link';
import { Sortable, Table } from '../../ui/table';

const AT_A_TIME = 50;

/** How many windows are shown side by side unless the visitor asks for more. */
const MAX_SIDE_BY_SIDE = 3;
const FIGURES = { standard: ['uptime', 'downtime'], all: ['uptime', 'downtime', 'unknown', 'excluded'] } as const;

interface Props {
  readonly report: Schemas['SingleReportDto'];
  /** How much of its figures is measured; undefined if its own columns tell. */
  readonly coverage: CoverageReports | undefined;
  readonly query: URLSearchParams;
}

/** The rows of a report, to search and to sort. */
export function Rows({ report, coverage = NO_COVERAGE, query }: Props) {
  const reportId = report.report_id;
  const q = query.get('q') ?? '';
  const against = query.get('against') ?? '';
  const attributes = attributesIn(query);
  const timezone = query.get('timezone') ?? '';
  const filters = JSON.stringify({ ...attributes, timezone });
  const { windows, columns } = report.terms;
  const windowChoices = [['all', 'All'], ...windows.map((name) => [name, windowText(name)] as const)] as const;
  const shown = ['all', ...windows].find((name) => name === query.get('window')) ?? firstShown(windows);
  const figures = FIGURES[columns].flatMap((name) => (shown === 'all' ? windows : [shown]).map((of) => ({ name, of })));
  const sort = sortIn(query, report.terms);
  const pages = usePages(`rows ${reportId} ${q} ${filters} ${sort}`);
  const match = { q, attributes: attributesOf(attributes), timezone: zonesOf(timezone) };
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(
      api.GET('/reports/{report_id}/rows', {
        params: {
          path: { report_id: reportId },
          query: { limit, ...match, sort, cursor },
        },
      }),
    );
  const rows = useQuery({
    queryKey: ['rows', reportId, q, filters, sort, pages.cursor],
    queryFn: () => page(pages.cursor, AT_A_TIME),
    placeholderData: keepPreviousData,
  });
  const all = () => allItems(page, (one) => one.rows);
  const matching = useQuery({
    ...groupsOf(reportId, BY_ZONE, match),
    enabled: rows.data?.next_cursor != null,
    staleTime: Infinity,
  }).data?.reduce((sum, { stores }) => sum + stores, 0);
  const filterNames = [q, ...Object.values(attributes), timezone].filter((name) => name !== '');
  const csvColumns: readonly CsvColumn<Schemas['ReportRowDto']>[] = [
    ['store_id', ({ store_id }) => store_id],
    ['name', ({ name }) => name],
    ...figures.map(({ name, of }) => {
      const column = `${name}_${of}`;
      return [column, (row: Schemas['ReportRowDto']) => figure(Number(row[column]))] as const;
    }),
  ];
  /** On a phone, the figure that the list is sorted by is shown, or else the first. */
  const key = figures.find(({ name, of }) => sort.endsWith(`${name}_${of}`)) ?? figures[0];
  const address = href(['reports', reportId], { q, ...attributes, timezone, sort, window: shown, against });
  const search = useCallback(
    (text: string) => {
      goTo(withQuery(address, { q: text }), 'replace');
    },
    [address],
  );
  const show = (changes: Readonly<Record<string, string>>) => {
    goTo(withQuery(address, changes), 'replace');
  };
  const sortBy = (by: string) => {
    show({ sort: by });
  };
  const coverageOf = useStoreCoverage(coverage, rows.data?.rows.map(({ store_id }) => store_id) ?? []);
  return (
    <section class="card" aria-labelledby="rows">
      <h2 id="rows">Stores</h2>
      <Folded summary="Search, filter and window">
        <div class="row">
          <Choice
            label="Window"
            value={shown}
            options={windowChoices}
            onChoose={(window) => {
              show({ window });
            }}
          />
          <Search label="Id or name" value={q} onSearch={search} />
          <AttributeFilters
            chosen={attributes}
            onChoose={(parameter, value) => {
              show({ [parameter]: value });
            }}
          />
          <ZoneFilter
            reportId={reportId}
            chosen={timezone}
            onChoose={(zone) => {
              show({ timezone: zone });
            }}
          />
        </div>
      </Folded>
      <Loaded query={rows}>
        {(page) => (
          <>
            <div class="row">
              <Found
                count={page.rows.length}
                size={AT_A_TIME}
                pages={pages}
                hasMore={page.next_cursor !== null}
                total={matching}
                names={['store', 'stores']}
                filters={filterNames}
              />
              <DownloadCsv
                name={fileName('stores-of-report', reportId.slice(0, 8), page.as_of.slice(0, 10), ...filterNames)}
                columns={csvColumns}
                rows={all}
              />
            </div>
            <Table caption="Figures of the stores: last hour in minutes, all others in hours">
              <thead>
                <tr>
                  <Sortable column="store_id" sort={sort} onSort={sortBy}>
                    Store
                  </Sortable>
                  {figures.map(({ name, of }) => (
                    <Sortable
                      key={`${name} ${of}`}
                      column={`${name}_${of}`}
                      sort={sort}
                      onSort={sortBy}
                      isNumber
                      isMinor={key?.name !== name || key.of !== of}
                    >
                      {headingOf(name, of)} <small>{of === 'last_hour' ? 'min' : 'h'}</small>
                    </Sortable>
                  ))}
                </tr>
              </thead>
              <tbody>
                {page.rows.map((row) => (
                  <tr key={row.store_id}>
                    <th scope="row">
                      <StoreLink id={row.store_id} name={row.name} reportId={reportId} />
                    </th>
                    {figures.map(({ name, of }) => {
                      const value = Number(row[`${name}_${of}`]);
                      return (
                        <td
                          key={`${name} ${of}`}
                          class={`number${value === 0 ? ' zero' : ''}${key?.name === name && key.of === of ? '' : ' minor'}`}
                        >
                          {figure(value)}
                          {name === 'uptime' && <CoverageInList parts={coverageOf(row.store_id, of)} />}
                        </td>
                      );
                    })}
                  </tr>
                ))}
              </tbody>
            </Table>
            {page.rows.length === 0 && (
              <p class="empty">
                {filterNames.length > 0
                  ? 'No stores match. Clear the search or a filter.'
                  : 'This report has no stores.'}
              </p>
            )}
            {coverage.measuredId !== undefined && <CoverageLegend />}
            <Pager pages={pages} next={page.next_cursor} name="stores" isLoading={rows.isPlaceholderData} />
          </>
        )}
      </Loaded>
    </section>
  );
}

/** All of a few windows; of many, whose columns would be too wide, the first. */
function firstShown(windows: readonly string[]): string {
  const [first = 'all'] = windows;
  return windows.length > MAX_SIDE_BY_SIDE ? first : 'all';
}

/** The column that the address sorts by, if the report has it. */
function sortIn(query: URLSearchParams, { windows, columns }: Schemas['ReportTermsDto']): string {
  const sort = query.get('sort') ?? '';
  const names = ['store_id', ...FIGURES[columns].flatMap((name) => windows.map((window) => `${name}_${window}`))];
  return names.includes(sort.replace(/^-/, '')) ? sort : 'store_id';
}

/** Such as `Downtime, week`. */
function headingOf(figureName: string, window: string): string {
  const name = `${figureName.charAt(0).toUpperCase()}${figureName.slice(1)}`;
  return `${name}, ${windowText(window).replace('last ', '')}`;
}
