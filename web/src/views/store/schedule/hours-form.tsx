import { useMutation } from '@tanstack/preact-query';
import { useEffect, useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { Problem } from '../../../api/problem';
import { Choice } from '../../../ui/field';
import { SaveResult } from '../../../ui/save-result';
import { FromDate } from './from-date';
import { HoursRows, type Row, withRowNumber } from './hours-rows';
import { useScheduleOn } from './schedule-on';
import { changeText, isSameWeek, type Week, weekOf, weekText } from './words';

const ERROR_ID = 'hours-error';
const KINDS = [
  ['hours', 'Hours of each weekday'],
  ['always_open', 'Always open'],
  ['closed', 'Closed all week'],
] as const;

/** Edits the business hours of a store, from a date on or on all dates. Edits in progress survive a change made elsewhere. */
export function HoursForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const stored = weekOf(store);
  const [week, setWeek] = useState<Week>(stored);
  const [from, setFrom] = useState('');
  // The saved hours that the edits are based on. Others may be saved elsewhere in the meantime.
  const [base, setBase] = useState<Week>(stored);
  const startWith = (hours: Week) => {
    setWeek(hours);
    setBase(hours);
  };
  const isCurrent = isSameWeek(stored, base);
  const isEdited = !isSameWeek(week, base);
  useEffect(() => {
    if (!isCurrent && !isEdited) startWith(stored);
  }, [isCurrent, isEdited, stored]);
  const before = useScheduleOn(store, from);
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/business-hours', {
          params: { path: { store_id: store.store_id } },
          body: { ...bodyOf(week), ...(from === '' ? {} : { effective_from: from }) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setFrom('');
      // In the order of the service; if it cannot be read, the rows stay as they were sent.
      const read = queries.getQueryState<Schemas['SingleStoreDto']>(['store', store.store_id]);
      if (read?.data && !read.error) startWith(weekOf(read.data));
    },
  });
  const edit = (edited: Week) => {
    setWeek(edited);
    save.reset();
  };
  const replaced = from === '' ? weekText(base) : before.data && weekText(weekOf(before.data));
  return (
    <form
      aria-label="Business hours"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <h3>Business hours</h3>
      {!isCurrent && isEdited && !save.isPending && (
        <p class="note" role="status">
          Other hours were saved elsewhere in the meantime. Saving yours replaces them.{' '}
          <button
            type="button"
            class="link"
            onClick={() => {
              startWith(stored);
            }}
          >
            Discard mine
          </button>
        </p>
      )}
      <div class="row">
        <Choice
          label="Business hours"
          value={typeof week === 'string' ? week : 'hours'}
          options={KINDS}
          onChoose={(kind) => {
            edit(kind === 'hours' ? (typeof base === 'string' ? [] : base) : kind);
          }}
        />
        <FromDate
          value={from}
          onChange={(date) => {
            setFrom(date);
            save.reset();
          }}
        />
      </div>
      {typeof week !== 'string' && (
        <HoursRows
          rows={week}
          hasDays
          invalidIndex={save.error instanceof Problem ? save.error.index : undefined}
          errorId={ERROR_ID}
          onEdit={edit}
        />
      )}
      {week.length === 0 && <p>Without hours there is nothing to save. Add some, or choose always open or closed.</p>}
      {(isEdited || from !== '') && week.length > 0 && (
        <p class="preview">{changeText(from, weekText(week), replaced)}</p>
      )}
      <div class="row">
        <button type="submit" disabled={save.isPending || week.length === 0}>
          Save hours
        </button>
        <SaveResult errorId={ERROR_ID} error={save.error && withRowNumber(save.error)} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}

function bodyOf(week: Week): Schemas['PutHoursDto'] {
  if (week === 'always_open') return { always_open: true };
  if (week === 'closed') return { closed: true };
  return { hours: week.map((row): Row => ({ ...row })) };
}
