import { useMutation } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { Problem } from '../../api/problem';
import { Field, invalid } from '../../ui/field';
import { SaveResult } from '../../ui/save-result';

type Row = Schemas['BusinessHoursDto'];

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

const ERROR_ID = 'hours-error';

/** Edits the business hours of a store. Edits in progress survive a change made elsewhere. */
export function HoursForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const [rows, setRows] = useState<readonly Row[]>(store.hours);
  // The saved hours that the edits are based on. Others may be saved elsewhere in the meantime.
  const [base, setBase] = useState<readonly Row[]>(store.hours);
  const startFrom = (hours: readonly Row[]) => {
    setRows(hours);
    setBase(hours);
  };
  const isCurrent = isSame(store.hours, base);
  const isEdited = !isSame(rows, base);
  useEffect(() => {
    if (!isCurrent && !isEdited) startFrom(store.hours);
  }, [isCurrent, isEdited, store.hours]);
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
      // In the order of the service; if it cannot be read, the rows stay as they were sent.
      const stored = queries.getQueryState<Schemas['SingleStoreDto']>(['store', store.store_id]);
      if (stored?.data && !stored.error) startFrom(stored.data.hours);
    },
  });
  const edit = (edited: readonly Row[]) => {
    setRows(edited);
    save.reset();
  };
  const change = (changedIndex: number, changes: Partial<Row>) => {
    edit(rows.map((row, index) => (index === changedIndex ? { ...row, ...changes } : row)));
  };
  const invalidIndex = save.error instanceof Problem ? save.error.index : undefined;
  return (
    <form
      aria-label="Business hours"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      {!isCurrent && isEdited && !save.isPending && (
        <p class="note" role="status">
          Other hours were saved elsewhere in the meantime. Saving yours replaces them.{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              startFrom(store.hours);
            }}
          >
            Discard mine
          </button>
        </p>
      )}
      {rows.length === 0 && <p>Without business hours the store is always open.</p>}
      <ul class="hours-rows">
        {rows.map((row, index) => (
          <li key={index} class="row">
            <HoursRow
              row={row}
              isInvalid={index === invalidIndex}
              onChange={(changes) => {
                change(index, changes);
              }}
            />
            <button
              type="button"
              class="secondary outline"
              aria-label={`Remove ${nameOf(row)}`}
              onClick={() => {
                edit(rows.filter((_, other) => other !== index));
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
        <SaveResult errorId={ERROR_ID} error={save.error && withRowNumber(save.error)} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}

interface HoursRowProps {
  readonly row: Row;
  readonly isInvalid: boolean;
  readonly onChange: (changes: Partial<Row>) => void;
}

function HoursRow({ row, isInvalid, onChange }: HoursRowProps) {
  return (
    <>
      <Field label="Day">
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
        <Field key={end} label={end === 'opens' ? 'Opens at' : closesLabel(row)}>
          <input
            class="time"
            value={row[end]}
            required
            spellcheck={false}
            onInput={({ currentTarget }) => {
              onChange({ [end]: currentTarget.value });
            }}
            {...invalid(isInvalid, ERROR_ID)}
          />
        </Field>
      ))}
    </>
  );
}

function closesLabel({ opens, closes }: Row): string {
  return withSeconds(closes) > withSeconds(opens) ? 'Closes at' : 'Closes next day at';
}

/** `9:00` and `09:00` as `09:00:00`, so that times compare as texts. */
function withSeconds(time: string): string {
  const [hour = '', minute = '', second = '00'] = time.split(':');
  return `${hour.padStart(2, '0')}:${minute}:${second}`;
}

function isSame(some: readonly Row[], others: readonly Row[]): boolean {
  const texts = (rows: readonly Row[]) =>
    JSON.stringify(rows.map(({ dayOfWeek, opens, closes }) => [dayOfWeek, withSeconds(opens), withSeconds(closes)]));
  return texts(some) === texts(others);
}

function nameOf({ dayOfWeek, opens, closes }: Row): string {
  return `${WEEKDAYS[dayOfWeek] ?? ''} ${opens} to ${closes}`;
}

/** The API counts rows from 0, people from 1. */
function withRowNumber({ message }: Error): Error {
  return new Error(message.replace(/^hours\[(\d+)\]/, (_, index) => `Row ${Number(index) + 1}`));
}
