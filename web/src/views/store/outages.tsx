import { keepPreviousData, useQuery } from '@tanstack/preact-query';
import { api, dataOf } from '../../api/client';
import type { Terms } from '../../api/terms';
import { duration, earlier } from '../../format';
import { Loaded } from '../../ui/loaded';
import { Pager, usePages } from '../../ui/pages';
import { Table } from '../../ui/table';
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
  const outages = useQuery({
    queryKey: ['outages', storeId, asOf, terms, days, pages.cursor],
    queryFn: () => {
      // A cursor carries its range.
      const range = pages.cursor === undefined ? { from: earlier(asOf, days * DAY), to: asOf } : {};
      return dataOf(
        api.GET('/stores/{store_id}/outages', {
          params: { path: { store_id: storeId }, query: { ...range, ...terms, limit: 20, cursor: pages.cursor } },
        }),
      );
    },
    placeholderData: keepPreviousData,
  });
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
            <Pager pages={pages} next={page.next_cursor} name="outages" isLoading={outages.isPlaceholderData} />
          </>
        )}
      </Loaded>
    </section>
  );
}
