import { useQuery } from '@tanstack/preact-query';
import { api, dataOf, done } from '../../api/client';
import type { Terms } from '../../api/terms';
import { href } from '../../route';
import { Loaded } from '../../ui/loaded';
import { Standing } from '../targets/standing';
import { TargetForm } from '../targets/target-form';
import { subjectText } from '../targets/words';
import { clockOf } from './clock';

interface Props {
  readonly storeId: string;
  readonly zone: string;
  readonly asOf: string;
  readonly terms: Terms;
}

/** How the store stands to its target in the month of the as of, and a form to set one of its own. */
export function Target({ storeId, zone, asOf, terms }: Props) {
  const month = clockOf(zone).format(asOf).slice(0, 'yyyy-mm'.length);
  const status = useQuery({
    queryKey: ['target', storeId, month, asOf, terms],
    queryFn: () =>
      dataOf(
        api.GET('/stores/{store_id}/target', {
          params: { path: { store_id: storeId }, query: { month, as_of: asOf, ...terms } },
        }),
      ),
  });
  const path = { params: { path: { store_id: storeId } } };
  return (
    <section class="card" aria-labelledby="target">
      <h2 id="target">Target in {month}</h2>
      <Loaded query={status}>
        {(found) => {
          const own = found.target?.scope === 'store' ? found.target.percent : undefined;
          return (
            <>
              <Standing month={found} target={found.target?.percent} />
              <p class="quiet">
                {found.target === null
                  ? 'No target holds for this store.'
                  : `The target is that of ${own === undefined ? subjectText(found.target) : 'this store'}.`}{' '}
                <a href={href(['targets'])}>All targets</a>
              </p>
              <TargetForm
                subject="this store"
                before={own}
                remark="It holds in place of those of its attributes and of all stores."
                onSave={(percent) => dataOf(api.PUT('/targets/stores/{store_id}', { ...path, body: { percent } }))}
                onRemove={() => done(api.DELETE('/targets/stores/{store_id}', path))}
              />
            </>
          );
        }}
      </Loaded>
    </section>
  );
}
