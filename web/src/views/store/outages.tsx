import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { allItems } from '../../api/all-items';
import { api, dataOf } from '../../api/client';
import type { Terms } from '../../api/terms';
import { fileName } from '../../csv';
import { duration, earlier } from '../../format';
import { DownloadCsv } from '../../ui/actions/download-csv';
import { Loaded } from '../../ui/loaded';
import { Pager, usePages } from '../../ui/pages';
import { Table } from '../../ui/table';
import { OUTAGE_COLUMNS } from '../outages/columns';
import type { Clock } from './clock';

const DAY = 86_400_000;

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly terms: Terms;
  readonly days: number;
  readonly clock: Clock;
}

export function Outages({ storeId, asOf, terms, days, clock }: Props) {
  const pages = usePages(`outages ${storeId} ${asOf} ${days} ${JSON.stringify(terms)}`);
  const page = (cursor: string | undefined, limit: number) => {
    // A cursor carries its range.
    const range = cursor === undefined ? { from: earlier(asOf, days * DAY), to: asOf } : {};
    const query = { ...range, ...terms, limit, cursor };
    return dataOf(api.GET('/stores/{store_id}/outages', { params: { path: { store_id: storeId }, query } }));
  };
  const outages = useQuery({
    queryKey: ['outages', storeId, asOf, terms, days, pages.cursor],
    queryFn: () => page(pages.cursor, 20),
    placeholderData: keepPreviousData,
  });
  const all = () => allItems(page, (one) => one.outages);
  return (
    <section class="card" aria-labelledby="outages">
      <h2 id="outages">Outages in the last {days * 24} hours</h2>
      <Loaded query={outages}>
        {(page) => (
          <>
            {page.outages.length === 0 ? (
              <p class="empty">{page.next_cursor === null ? 'No outages.' : 'No outages on this page.'}</p>
            ) : (
              <Table caption="Outages, newest first">
                <thead>
                  <tr>
                    <th scope="col">From</th>
                    <th scope="col">To</th>
                    <th scope="col" class="number">
                      Business time lost
                    </th>
                  </tr>
                </thead>
                <tbody>
                  {page.outages.map(({ started_at, ended_at, business_us }) => (
                    <tr key={started_at}>
                      <th scope="row">{clock.format(started_at)}</th>
                      <td>{ended_at === null ? 'ongoing' : clock.format(ended_at)}</td>
                      <td class="number">{duration(business_us)}</td>
                    </tr>
                  ))}
                </tbody>
              </Table>
            )}
            {page.outages.length > 0 && (
              <DownloadCsv name={fileName('outages', storeId, asOf.slice(0, 10))} columns={OUTAGE_COLUMNS} rows={all} />
            )}
            <Pager pages={pages} next={page.next_cursor} name="outages" isLoading={outages.isPlaceholderData} />
          </>
        )}
      </Loaded>
    </section>
  );
}
