import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { allItems } from '../../../api/all-items';
import { api, dataOf, type Schemas } from '../../../api/client';
import { type CsvColumn, fileName } from '../../../csv';
import { dateText, today } from '../../../dates';
import { instant } from '../../../format';
import { ImportLink } from '../../imports/import-link';
import { DownloadCsv } from '../../../ui/actions/download-csv';
import { Loaded } from '../../../ui/loaded';
import { Pager, usePages } from '../../../ui/pages';
import { Table } from '../../../ui/table';
import { closureText, openingsText, weekOf, weekText } from './words';

type Change = Schemas['ScheduleChangeDto'];

/** The list as CSV. */
const COLUMNS: readonly CsvColumn<Change>[] = [
  ['changed_at', ({ changed_at }) => changed_at],
  ['part', ({ part }) => part],
  ['subject', ({ subject }) => subject],
  ['before', ({ part, before }) => valueText(part, before)],
  ['after', ({ part, after }) => valueText(part, after)],
  ['import_id', ({ import_id }) => import_id],
];

/** What changed in the schedule of a store, and when. */
export function ScheduleHistory({ storeId }: { readonly storeId: string }) {
  const pages = usePages(`schedule history ${storeId}`);
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(
      api.GET('/stores/{store_id}/schedule/history', {
        params: { path: { store_id: storeId }, query: { limit, cursor } },
      }),
    );
  const all = () => allItems(page, (one) => one.changes);
  const history = useQuery({
    queryKey: ['schedule history', storeId, pages.cursor],
    queryFn: () => page(pages.cursor, 10),
    placeholderData: keepPreviousData,
  });
  return (
    <section class="card" aria-labelledby="changes">
      <h2 id="changes">What changed in its schedule</h2>
      <Loaded query={history}>
        {(page) =>
          page.changes.length === 0 ? (
            <p class="empty">Nothing yet.</p>
          ) : (
            <>
              <Table caption="Changes of the schedule, the latest first">
                <thead>
                  <tr>
                    <th scope="col">Changed</th>
                    <th scope="col">What</th>
                    <th scope="col">Before</th>
                    <th scope="col">After</th>
                    <th scope="col">By</th>
                  </tr>
                </thead>
                <tbody>
                  {page.changes.map((change) => (
                    <tr key={`${change.import_id} ${change.part} ${change.subject ?? ''}`}>
                      <th scope="row">{instant(change.changed_at)}</th>
                      <td>{subjectText(change)}</td>
                      <td class="text">{valueText(change.part, change.before)}</td>
                      <td class="text">{valueText(change.part, change.after)}</td>
                      <td>
                        <ImportLink id={change.import_id} />
                      </td>
                    </tr>
                  ))}
                </tbody>
              </Table>
              <DownloadCsv name={fileName('schedule-changes', storeId, today())} columns={COLUMNS} rows={all} />
              <Pager pages={pages} next={page.next_cursor} name="changes" isLoading={history.isPlaceholderData} />
            </>
          )
        }
      </Loaded>
    </section>
  );
}

function subjectText({ part, subject }: Change): string {
  const from = subject === null ? '' : ` from ${dateText(subject)} on`;
  switch (part) {
    case 'timezones':
      return `Time zone${from}`;
    case 'hours':
      return `Business hours${from}`;
    case 'special_hours':
      return `★ Special date ${dateText(subject ?? '')}`;
    case 'archived':
      return 'Archived';
    case 'closures':
      return '★ Closure';
    case 'store':
      return 'The store';
  }
}

function valueText(part: Change['part'], value: Change['after']): string {
  if (value === null) return 'none';
  switch (part) {
    case 'timezones':
      return value.timezone ?? 'the default time zone';
    case 'hours':
      return weekText(weekOf(value));
    case 'special_hours':
      return openingsText(value.special_hours ?? []);
    case 'archived':
      return `from ${dateText(value.archived_from ?? '')} on`;
    case 'store':
      return 'known';
    case 'closures':
      return closureText(value);
  }
}
