import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { Problem } from '../../../api/problem';
import { Field, invalid } from '../../../ui/field';
import { SaveResult } from '../../../ui/save-result';
import { FromDate } from './from-date';
import { useScheduleOn } from './schedule-on';
import { changeText } from './words';

/** Changes the time zone of a store, from a date on or on all dates. */
export function ZoneForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const stored = store.timezone_is_default ? '' : store.timezone;
  const [zone, setZone] = useState(stored);
  const [from, setFrom] = useState('');
  const before = useScheduleOn(store, from);
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/timezone', {
          params: { path: { store_id: store.store_id } },
          body: { timezone: zone.trim() === '' ? null : zone.trim(), ...(from === '' ? {} : { effective_from: from }) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setFrom('');
    },
  });
  const isUnknown = save.error instanceof Problem && save.error.code === 'unknown_timezone';
  const replaced =
    from === '' ? nameOf(stored) : before.data && nameOf(before.data.timezone_is_default ? '' : before.data.timezone);
  return (
    <form
      aria-label="Time zone"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h3>Time zone</h3>
      <div class="row">
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
        <FromDate
          value={from}
          onChange={(date) => {
            setFrom(date);
            save.reset();
          }}
        />
      </div>
      {(zone.trim() !== stored || from !== '') && (
        <p class="preview">{changeText(from, nameOf(zone.trim()), replaced)}</p>
      )}
      <div class="row">
        <button type="submit" class="outline" disabled={save.isPending}>
          Save time zone
        </button>
        <SaveResult errorId="zone-error" error={save.error} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}

function nameOf(zone: string): string {
  return zone === '' ? 'the default time zone' : zone;
}
