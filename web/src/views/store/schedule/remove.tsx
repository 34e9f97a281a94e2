import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { goTo, href } from '../../../route';
import { Failure } from '../../../ui/loaded';

/** Removes a store about which nothing is known, such as one whose id was misspelt. */
export function Remove({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const { store_id: storeId } = store;
  const [isAsked, setAsked] = useState(false);
  const remove = useMutation({
    mutationFn: () => dataOf(api.DELETE('/stores/{store_id}', { params: { path: { store_id: storeId } } })),
    onSuccess: () => {
      goTo(href(['stores']));
      void queries.invalidateQueries();
    },
  });
  return (
    <section aria-labelledby="remove">
      <h3 id="remove">Remove</h3>
      {store.last_observed_at !== null ? (
        <p class="quiet">This store was polled, so it can be archived, but not removed.</p>
      ) : (
        <>
          <p class="quiet">
            A store without any data can be removed, such as one whose id was misspelt: one that was never polled, with
            no hours, time zone, special dates or closures.
          </p>
          {isAsked ? (
            <>
              <p class="preview">
                The store <span class="id">{storeId}</span> will be gone from all lists and from the next reports;
                reports that are finished keep its row. It comes back as soon as a file, poll or change names it.
              </p>
              <div class="row">
                <button
                  type="button"
                  disabled={remove.isPending}
                  onClick={() => {
                    remove.mutate();
                  }}
                >
                  Remove it
                </button>
                <button
                  type="button"
                  class="secondary outline"
                  disabled={remove.isPending}
                  onClick={() => {
                    setAsked(false);
                    remove.reset();
                  }}
                >
                  Keep it
                </button>
              </div>
            </>
          ) : (
            <button
              type="button"
              class="secondary outline"
              onClick={() => {
                setAsked(true);
              }}
            >
              Remove this store …
            </button>
          )}
          {remove.error && <Failure error={remove.error} />}
        </>
      )}
    </section>
  );
}
