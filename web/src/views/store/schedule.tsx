import { useMutation } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
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
            save.reset();
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
  // The hours that the form began with: others may be saved elsewhere meanwhile.
  const [known, setKnown] = useState<readonly Row[]>(store.hours);
  const begin = (hours: readonly Row[]) => {
    setRows(hours);
    setKnown(hours);
  };
  const isKnown = isSame(store.hours, known);
  const isChanged = !isSame(rows, known);
  useEffect(() => {
    if (!isKnown && !isChanged) begin(store.hours);
  }, [isKnown, isChanged, store.hours]);
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/business-hours', {
          params: { path: { store_id: store.store_id } },
          body: { hours: [...rows] },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries();
      // As the service has put them in order; if it does not tell, as they were sent.
      const stored = queries.getQueryState<Schemas['SingleStoreDto']>(['store', store.store_id]);
      if (stored?.data && !stored.error) begin(stored.data.hours);
    },
  });
  const edit = (edited: readonly Row[]) => {
    setRows(edited);
    save.reset();
  };
  const change = (at: number, changed: Partial<Row>) => {
    edit(rows.map((row, index) => (index === at ? { ...row, ...changed } : row)));
  };
  return (
    <form
      aria-label="Business hours"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {!isKnown && isChanged && !save.isPending && (
        <p class="note" role="status">
          Other hours were saved elsewhere meanwhile; saving these replaces them.{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              begin(store.hours);
            }}
          >
            Show the others
          </button>
        </p>
      )}
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
                edit(rows.filter((_, index) => index !== at));
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
            edit([...rows, { dayOfWeek, opens: '09:00:00', closes: '17:00:00' }]);
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
  return toTheSecond(closes) > toTheSecond(opens) ? 'Closes at' : 'Closes, next day, at';
}

function toTheSecond(time: string): string {
  return time.length === 'hh:mm'.length ? `${time}:00` : time;
}

function isSame(some: readonly Row[], others: readonly Row[]): boolean {
  const texts = (rows: readonly Row[]) =>
    JSON.stringify(rows.map(({ dayOfWeek, opens, closes }) => [dayOfWeek, toTheSecond(opens), toTheSecond(closes)]));
  return texts(some) === texts(others);
}

function nameOf({ dayOfWeek, opens, closes }: Row): string {
  return `${WEEKDAYS[dayOfWeek] ?? ''} ${opens} to ${closes}`;
}

interface OutcomeProps {
  readonly of: { readonly error: Error | null; readonly isSuccess: boolean };
}

function Outcome({ of: { error, isSuccess } }: OutcomeProps) {
  if (error) return <Failure error={new Error(byRow(error.message))} />;
  return <p role="status">{isSuccess ? '✓ Saved.' : ''}</p>;
}

/** The API counts hours from 0, people from 1. */
function byRow(message: string): string {
  return message.replace(/^hours\[(\d+)\]/, (_, index) => `Row ${Number(index) + 1}`);
}
