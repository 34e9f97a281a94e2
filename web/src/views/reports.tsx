import { keepPreviousData, useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../api/client';
import { fleetWith } from '../api/fleet';
import { Problem } from '../api/problem';
import { ago, instant, share, whole } from '../format';
import { goTo, href } from '../route';
import { Badge } from '../ui/badge';
import { Choice, Field, invalid } from '../ui/field';
import { Failure, Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { Table } from '../ui/table';

export function Reports() {
  return (
    <>
      <h1>Reports</h1>
      <p class="lead">
        Uptime and downtime of every store within its business hours, over the last hour, day and week.
      </p>
      <Trigger />
      <History />
    </>
  );
}

const DEFAULT_STATUSES = [
  ['', 'Default of the service'],
  ['active', 'Active'],
  ['inactive', 'Inactive'],
] as const;

const TRIGGER = ['trigger'];

function Trigger() {
  const [asOf, setAsOf] = useState('');
  const [defaultStatus, setDefaultStatus] = useState<(typeof DEFAULT_STATUSES)[number][0]>('');
  const trigger = useMutation({
    mutationKey: TRIGGER,
    mutationFn: (body: Schemas['TriggerReportDto']) => dataOf(api.POST('/trigger_report', { body })),
    onSuccess: ({ report_id }) => {
      void queries.invalidateQueries();
      goTo(href(['reports', report_id]));
    },
  });
  const isAboutAsOf = trigger.error instanceof Problem && trigger.error.code === 'invalid_as_of';
  return (
    <form
      class="card row"
      aria-label="New report"
      onSubmit={(event) => {
        event.preventDefault();
        // A second click can come before the button is disabled.
        if (queries.isMutating({ mutationKey: TRIGGER }) > 0) return;
        trigger.mutate({
          ...(asOf.trim() === '' ? {} : { as_of: asOf.trim() }),
          ...(defaultStatus === '' ? {} : { default_status: defaultStatus }),
        });
      }}
    >
      <Field label="As of (empty: latest observation)">
        <input
          value={asOf}
          placeholder="2024-10-10T12:00:00Z"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            setAsOf(currentTarget.value);
            trigger.reset();
          }}
          {...invalid(isAboutAsOf, 'trigger-error')}
        />
      </Field>
      <Choice
        label="Status before the first observation"
        value={defaultStatus}
        options={DEFAULT_STATUSES}
        onChoose={setDefaultStatus}
      />
      <button type="submit" disabled={trigger.isPending}>
        Start a report
      </button>
      {trigger.error && <Failure id="trigger-error" error={trigger.error} />}
    </form>
  );
}

function History() {
  const fleet = useQuery(fleetWith(undefined));
  const pages = usePages('reports');
  const reports = useQuery({
    queryKey: ['reports', pages.cursor],
    queryFn: () => dataOf(api.GET('/reports', { params: { query: { limit: 20, cursor: pages.cursor } } })),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.reports.some(({ status }) => status === 'Running') ? 1_000 : false),
  });
  return (
    <section class="card" aria-labelledby="history">
      <h2 id="history">History</h2>
      <Loaded query={reports}>
        {(page) =>
          page.reports.length === 0 ? (
            <p class="empty">
              No reports yet. <a href={href(['imports'])}>Import the three files</a>, then start one above.
            </p>
          ) : (
            <>
              <Table caption="Reports, newest first">
                <thead>
                  <tr>
                    <th scope="col">Started</th>
                    <th scope="col">Status</th>
                    <th scope="col">As of</th>
                    <th scope="col" class="number">
                      Stores
                    </th>
                    {['Uptime, last hour', 'Last day', 'Last week'].map((name) => (
                      <th key={name} scope="col" class="number">
                        {name}
                      </th>
                    ))}
                    <th scope="col" class="number">
                      Duration
                    </th>
                    <th scope="col">CSV</th>
                  </tr>
                </thead>
                <tbody>
                  {page.reports.map((report) => (
                    <Row
                      key={report.report_id}
                      report={report}
                      isDefault={report.report_id === fleet.data?.report?.report_id}
                    />
                  ))}
                </tbody>
              </Table>
              <Pager pages={pages} next={page.next_cursor} name="reports" isLoading={reports.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

interface RowProps {
  readonly report: Schemas['ReportDto'];
  /** Whether its figures are those of the other pages. */
  readonly isDefault: boolean;
}

function Row({ report, isDefault }: RowProps) {
  const { report_id, created_at, status, as_of, store_ids, stores_total, uptime_share, duration_ms } = report;
  return (
    <tr>
      <th scope="row">
        <a href={href(['reports', report_id])} title={instant(created_at)}>
          {ago(created_at)}
        </a>
      </th>
      <td>
        <Badge status={status} />
      </td>
      <td>
        {instant(as_of)}
        {isDefault && <div class="quiet">Shown by default</div>}
      </td>
      <td class="number">
        {stores_total === null ? '–' : whole(stores_total)}
        {store_ids ? ' selected' : ''}
      </td>
      <td class="number">{share(uptime_share?.last_hour ?? null)}</td>
      <td class="number">{share(uptime_share?.last_day ?? null)}</td>
      <td class="number">{share(uptime_share?.last_week ?? null)}</td>
      <td class="number">{duration_ms === null ? '–' : `${(duration_ms / 1000).toFixed(1)} s`}</td>
      <td>
        {status === 'Complete' && (
          <a
            href={`/get_report?report_id=${report_id}`}
            download
            aria-label={`Download the report of ${instant(created_at)}`}
          >
            Download
          </a>
        )}
      </td>
    </tr>
  );
}
