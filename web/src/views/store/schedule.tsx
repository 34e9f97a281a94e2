import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { Field, invalid } from '../../ui/field';
import { SaveResult } from '../../ui/save-result';
import { HoursForm } from './hours-form';

/** The time zone and the business hours of a store, and forms to change them. */
export function Schedule({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  return (
    <section class="card" aria-labelledby="schedule">
      <h2 id="schedule">Time zone and business hours</h2>
      <p class="quiet">
        Changes apply to everything computed from now on, for past times too. Finished reports stay as they are.
      </p>
      <ZoneForm store={store} />
      <HoursForm store={store} />
    </section>
  );
}

function ZoneForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const [zone, setZone] = useState(store.timezone_is_default ? '' : store.timezone);
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/timezone', {
          params: { path: { store_id: store.store_id } },
          body: { timezone: zone.trim() === '' ? null : zone.trim() },
        }),
      ),
    onSuccess: () => queries.invalidateQueries(),
  });
  const isUnknown = save.error instanceof Problem && save.error.code === 'unknown_timezone';
  return (
    <form
      class="row"
      aria-label="Time zone"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label="Time zone (empty: default)">
        <input
          value={zone}
          list="zones"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            setZone(currentTarget.value);
            save.reset();
          }}
          {...invalid(isUnknown, 'zone-error')}
        />
      </Field>
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" class="outline" disabled={save.isPending}>
        Save time zone
      </button>
      <SaveResult errorId="zone-error" error={save.error} isSaved={save.isSuccess} />
    </form>
  );
}
