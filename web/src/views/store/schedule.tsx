import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { Field } from '../../ui/field';
import { Failure } from '../../ui/loaded';

type Row = Schemas['BusinessHoursDto'];

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** The hours and the zone of a store, to look at and to change. */
export function Schedule({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  return (
    <section class="card" aria-labelledby="schedule">
      <h2 id="schedule">Zone and business hours</h2>
      <p class="quiet">Changes count for all that is computed from now on, of times past too. Finished reports stay.</p>
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
  return (
    <form
      class="row"
      aria-label="Time zone"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Field label="Zone (left empty: the default)">
        <input
          value={zone}
          list="zones"
          spellcheck={false}
          onInput={({ currentTarget }) => {
            setZone(currentTarget.value);
          }}
        />
      </Field>
      <datalist id="zones">
        {Intl.supportedValuesOf('timeZone').map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <button type="submit" class="outline" disabled={save.isPending}>
        Save zone
      </button>
      <Outcome of={save} />
    </form>
  );
}

function HoursForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const [rows, setRows] = useState<readonly Row[]>(store.hours);
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/business-hours', {
          params: { path: { store_id: store.store_id } },
          body: { hours: [...rows] },
        }),
      ),
    onSuccess: () => queries.invalidateQueries(),
  });
  const change = (at: number, changed: Partial<Row>) => {
    setRows(rows.map((row, index) => (index === at ? { ...row, ...changed } : row)));
  };
  return (
    <form
      aria-label="Business hours"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {rows.length === 0 && <p>Without hours the store is always open.</p>}
      <ul class="hours-rows">
        {rows.map((row, at) => (
          <li key={at} class="row">
            <HoursRow
              row={row}
              onChange={(changed) => {
                change(at, changed);
              }}
            />
            <button
              type="button"
              class="secondary outline"
              aria-label={`Remove ${nameOf(row)}`}
              onClick={() => {
                setRows(rows.filter((_, index) => index !== at));
              }}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <div class="row">
        <button
          type="button"
          class="secondary outline"
          onClick={() => {
            const dayOfWeek = ((rows.at(-1)?.dayOfWeek ?? -1) + 1) % WEEKDAYS.length;
            setRows([...rows, { dayOfWeek, opens: '09:00:00', closes: '17:00:00' }]);
          }}
        >
          Add hours
        </button>
        <button type="submit" disabled={save.isPending}>
          Save hours
        </button>
        <Outcome of={save} />
      </div>
    </form>
  );
}

interface HoursRowProps {
  readonly row: Row;
  readonly onChange: (changed: Partial<Row>) => void;
}

function HoursRow({ row, onChange }: HoursRowProps) {
  return (
    <>
      <Field label="Opens on">
        <select
          value={row.dayOfWeek}
          onChange={({ currentTarget }) => {
            onChange({ dayOfWeek: currentTarget.selectedIndex });
          }}
        >
          {WEEKDAYS.map((name, day) => (
            <option key={name} value={day}>
              {name}
            </option>
          ))}
        </select>
      </Field>
      {(['opens', 'closes'] as const).map((end) => (
        <Field key={end} label={end === 'opens' ? 'At' : closesLabel(row)}>
          <input
            class="time"
            value={row[end]}
            required
            spellcheck={false}
            onInput={({ currentTarget }) => {
              onChange({ [end]: currentTarget.value });
            }}
          />
        </Field>
      ))}
    </>
  );
}

function closesLabel({ opens, closes }: Row): string {
  return closes > opens ? 'Closes at' : 'Closes, next day, at';
}

function nameOf({ dayOfWeek, opens, closes }: Row): string {
  return `${WEEKDAYS[dayOfWeek] ?? ''} ${opens} to ${closes}`;
}

interface OutcomeProps {
  readonly of: { readonly error: Error | null; readonly isSuccess: boolean };
}

function Outcome({ of: { error, isSuccess } }: OutcomeProps) {
  if (error) return <Failure error={error} />;
  return <p role="status">{isSuccess ? '✓ Saved.' : ''}</p>;
}
