import { useQuery } from '@tanstack/preact-query';
import { useContext } from 'preact/hooks';
import { BY_ZONE, groupingChoices, groupings, valueOf } from '../../api/attributes';
import { groupsOf } from '../../api/groups';
import { figure, share, whole } from '../../format';
import { type CoverageReports, useGroupCoverage } from '../../periods/coverage-reports';
import { type Period, periodText, windowOf } from '../../periods/period';
import { CurrentRoute, goTo, href, hrefWith, usePinnedHref } from '../../route';
import { CoverageInList } from '../../ui/coverage';
import { Choice } from '../../ui/field';
import { Loaded } from '../../ui/loaded';
import { Table } from '../../ui/table';

const SHOWN = 10;
const HOUR = 3.6e9;

interface Props {
  readonly reportId: string;
  readonly coverage: CoverageReports;
  readonly period: Period;
  /** What it is compared with. */
  readonly before: Period;
}

/** The groups of stores with the lowest uptime. */
export function WorstGroups(props: Props) {
  const attributes = useQuery(groupings);
  const names = (attributes.data ?? []).map(({ name }) => name);
  const usual = names.find((name) => /region/i.test(name)) ?? names[0] ?? BY_ZONE;
  const by = useContext(CurrentRoute).query.get('groups_by') ?? usual;
  return (
    <section class="card" aria-labelledby="groups">
      <div class="row">
        <h2 id="groups">Lowest uptime by group</h2>
        <Choice
          label="Group by"
          value={by}
          options={groupingChoices(attributes.data, by)}
          onChoose={(chosen) => {
            goTo(hrefWith({ groups_by: chosen }), 'replace');
          }}
        />
      </div>
      {attributes.data && <Groups by={by} {...props} />}
      {attributes.data?.length === 0 && (
        <p class="quiet">
          <a href={href(['imports'])}>Import a file of names and attributes</a> to see regions, brands or owners here.
        </p>
      )}
    </section>
  );
}

function Groups({ reportId, by, coverage, period, before }: Props & { readonly by: string }) {
  const groups = useQuery(groupsOf(reportId, by));
  const coverageOf = useGroupCoverage(coverage, by);
  const pinnedHref = usePinnedHref();
  const [window, windowBefore] = [windowOf(period), windowOf(before)];
  return (
    <Loaded query={groups}>
      {(found) => {
        const worst = found
          .flatMap((group) => {
            const figures = group.windows[window];
            return figures && figures.uptime_share !== null
              ? [{ ...group, figures, uptime: figures.uptime_share }]
              : [];
          })
          .sort((a, b) => a.uptime - b.uptime)
          .slice(0, SHOWN);
        if (worst.length === 0) return <p class="empty">No group had business time.</p>;
        return (
          <>
            <Table caption={`Groups by ${by} with the lowest uptime, ${periodText(period)}`}>
              <thead>
                <tr>
                  <th scope="col">Group</th>
                  <th scope="col" class="number minor">
                    Stores
                  </th>
                  <th scope="col" class="number">
                    Uptime
                  </th>
                  <th scope="col" class="number minor">
                    Before
                  </th>
                  <th scope="col" class="number minor">
                    Downtime <small>h</small>
                  </th>
                  <th scope="col" class="minor">
                    How it is known
                  </th>
                </tr>
              </thead>
              <tbody>
                {worst.map(({ key, stores, figures, windows, uptime }) => {
                  const value = valueOf(key);
                  return (
                    <tr key={value ?? ''}>
                      <th scope="row" class="text">
                        {value === undefined ? (
                          `no ${by}`
                        ) : (
                          <a
                            href={pinnedHref(['compare'], {
                              of: 'group',
                              by,
                              value,
                              first: period.first,
                              last: period.last,
                            })}
                          >
                            {value}
                          </a>
                        )}
                      </th>
                      <td class="number minor">{whole(stores)}</td>
                      <td class="number">{share(uptime)}</td>
                      <td class="number minor">{share(windows[windowBefore]?.uptime_share ?? null)}</td>
                      <td class="number minor">{figure(figures.downtime_us / HOUR)}</td>
                      <td class="minor">
                        <CoverageInList parts={coverageOf(value, window)} />
                      </td>
                    </tr>
                  );
                })}
              </tbody>
            </Table>
            <p>
              <a href={`reports/${reportId}/groups?${new URLSearchParams({ by, format: 'csv' }).toString()}`} download>
                Download CSV of all groups
              </a>
            </p>
          </>
        );
      }}
    </Loaded>
  );
}
