import { useQuery } from '@tanstack/preact-query';
import { allItems } from '../api/all-items';
import { api, dataOf, done, type Schemas } from '../api/client';
import { type CsvColumn, fileName } from '../csv';
import { today } from '../dates';
import { instant, whole } from '../format';
import { href } from '../route';
import { DownloadCsv } from '../ui/actions/download-csv';
import { Folded } from '../ui/actions/folded';
import { Loaded } from '../ui/loaded';
import { Pager, usePages } from '../ui/pages';
import { StoreLink } from '../ui/store-link';
import { Table } from '../ui/table';
import { AttributeTargetForm } from './targets/attribute-target-form';
import { Standing } from './targets/standing';
import { TargetForm } from './targets/target-form';
import { subjectText } from './targets/words';

/** The list as CSV, as the API has it. */
const COLUMNS: readonly CsvColumn<Schemas['TargetDto']>[] = [
  ['scope', ({ scope }) => scope],
  ['attribute', ({ attribute }) => attribute],
  ['value', ({ value }) => value],
  ['store_id', ({ store_id }) => store_id],
  ['percent', ({ percent }) => percent],
  ['set_at', ({ set_at }) => set_at],
  ['set_by', ({ set_by }) => set_by],
];

/** All targets, how all stores stand to theirs, and forms to set them. */
export function Targets() {
  const pages = usePages('targets');
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(api.GET('/targets', { params: { query: { limit, cursor } } }));
  const all = () => allItems(page, (one) => one.targets);
  const targets = useQuery({
    queryKey: ['targets', pages.cursor],
    queryFn: () => page(pages.cursor, 50),
  });
  // The first of all targets is that of the fleet, if there is one.
  const first = useQuery({ queryKey: ['fleet target'], queryFn: () => dataOf(api.GET('/targets', ONE)) });
  return (
    <>
      <h1>Targets</h1>
      <p class="lead">
        What share of its business time a store should be up in a calendar month. For a store its own target holds, else
        the highest of its attributes, else that of all stores.
      </p>
      <Fleet />
      <section class="card" aria-labelledby="list">
        <h2 id="list">Targets that are set</h2>
        <Loaded query={targets}>
          {(page) =>
            page.targets.length === 0 ? (
              <p class="empty">None yet. Set one below.</p>
            ) : (
              <>
                <List targets={page.targets} />
                <DownloadCsv name={fileName('targets', today())} columns={COLUMNS} rows={all} />
                <Pager pages={pages} next={page.next_cursor} name="targets" isLoading={targets.isPlaceholderData} />
              </>
            )
          }
        </Loaded>
      </section>
      <Folded summary="Set a target">
        <section class="card" aria-labelledby="set">
          <h2 id="set">Set a target</h2>
          <div class="columns">
            <Loaded query={first}>
              {({ targets: [found] }) => (
                <TargetForm
                  subject="all stores"
                  before={found?.scope === 'fleet' ? found.percent : undefined}
                  remark="It holds for stores without one of their own or of an attribute. That of a single store is set where the store is shown."
                  onSave={(percent) => dataOf(api.PUT('/targets/fleet', { body: { percent } }))}
                  onRemove={() => done(api.DELETE('/targets/fleet'))}
                />
              )}
            </Loaded>
            <AttributeTargetForm />
          </div>
        </section>
      </Folded>
    </>
  );
}

const ONE = { params: { query: { limit: 1 } } };

function List({ targets }: { readonly targets: readonly Schemas['TargetDto'][] }) {
  return (
    <Table caption="Targets">
      <thead>
        <tr>
          <th scope="col">Of</th>
          <th scope="col" class="number">
            Target
          </th>
          <th scope="col" class="minor">
            Set
          </th>
          <th scope="col" class="minor">
            By
          </th>
        </tr>
      </thead>
      <tbody>
        {targets.map((target) => (
          <tr key={subjectText(target)}>
            <th scope="row">
              {target.store_id === null ? subjectText(target) : <StoreLink id={target.store_id} name={null} />}
            </th>
            <td class="number">{target.percent}%</td>
            <td class="minor">{instant(target.set_at)}</td>
            <td class="minor">{target.set_by}</td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** All stores in the month of the latest observation. */
function Fleet() {
  const status = useQuery({
    queryKey: ['target status'],
    queryFn: async () => {
      const { latest_observed_at: latest } = await dataOf(api.GET('/fleet'));
      // A query may not be answered with undefined.
      if (latest === null) return null;
      const month = latest.slice(0, 'yyyy-mm'.length);
      return dataOf(api.GET('/targets/status', { params: { query: { month } } }));
    },
  });
  return (
    <section class="card" aria-labelledby="fleet">
      <h2 id="fleet">All stores{status.data && ` in ${status.data.month}`}</h2>
      <Loaded query={status}>
        {(found) => {
          const group = found?.groups[0];
          if (!group) {
            return (
              <p class="empty">
                There are no observations yet. <a href={href(['imports'])}>Import some</a>.
              </p>
            );
          }
          if (group.stores_with_target === 0) return <p class="empty">No target holds for any store.</p>;
          return (
            <>
              <p>
                {whole(group.stores_met)} of {whole(group.stores_with_target)} stores meet their targets,{' '}
                {whole(group.stores_missed)} do not
                {group.stores > group.stores_with_target &&
                  `, and ${whole(group.stores - group.stores_with_target)} have none`}
                . Together:
              </p>
              <Standing month={group} target={group.percent ?? undefined} storesWithSales={group.stores_with_sales} />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
