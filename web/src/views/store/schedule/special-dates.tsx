import { useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { Problem } from '../../../api/problem';
import { specialHoursOf } from '../../../api/schedule';
import { dateText, isDate } from '../../../dates';
import { Choice, Field } from '../../../ui/field';
import { Loaded } from '../../../ui/loaded';
import { SaveResult } from '../../../ui/save-result';
import { Table } from '../../../ui/table';
import { HoursRows, type Row, withRowNumber } from './hours-rows';
import { useScheduleOn } from './schedule-on';
import { FIGURES_CHANGE, openingsText, weekOf, WEEKDAYS } from './words';

const ERROR_ID = 'special-error';
const KINDS = [
  ['closed', 'Closed'],
  ['hours', 'Other hours'],
] as const;
const FIRST: readonly Row[] = [{ dayOfWeek: 0, opens: '10:00', closes: '14:00' }];

/** The special dates of a store, such as holidays, and a form to set one. */
export function SpecialDates({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const { store_id: storeId } = store;
  const special = useQuery(specialHoursOf(storeId));
  const remove = useMutation({
    mutationFn: (date: string) =>
      dataOf(api.DELETE('/stores/{store_id}/special-hours/{date}', { params: { path: { store_id: storeId, date } } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <section aria-labelledby="special">
      <h3 id="special">Special dates</h3>
      <Loaded query={special}>
        {(dates) =>
          dates.length === 0 ? (
            <p class="empty">None. On a special date, its hours take the place of the business hours.</p>
          ) : (
            <Table caption="Special dates">
              <thead>
                <tr>
                  <th scope="col">Date</th>
                  <th scope="col">Hours</th>
                  <th scope="col">Change</th>
                </tr>
              </thead>
              <tbody>
                {dates.map(({ date, hours }) => (
                  <tr key={date}>
                    <th scope="row">
                      <span aria-hidden="true">★</span> {dateText(date)}
                    </th>
                    <td>{openingsText(hours)}</td>
                    <td>
                      <button
                        type="button"
                        class="link"
                        aria-label={`Remove the special date ${dateText(date)}`}
                        disabled={remove.isPending}
                        onClick={() => {
                          remove.mutate(date);
                        }}
                      >
                        Remove
                      </button>
                    </td>
                  </tr>
                ))}
              </tbody>
            </Table>
          )
        }
      </Loaded>
      {remove.error && <SaveResult errorId="remove-error" error={remove.error} isSaved={false} />}
      <SpecialForm store={store} />
    </section>
  );
}

function SpecialForm({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const [date, setDate] = useState('');
  const [kind, setKind] = useState<(typeof KINDS)[number][0]>('closed');
  const [rows, setRows] = useState(FIRST);
  const before = useScheduleOn(store, date);
  const hours = kind === 'closed' ? [] : rows;
  const save = useMutation({
    mutationFn: () =>
      dataOf(
        api.PUT('/stores/{store_id}/special-hours/{date}', {
          params: { path: { store_id: store.store_id, date } },
          body: kind === 'closed' ? { closed: true } : { hours: rows.map(({ opens, closes }) => ({ opens, closes })) },
        }),
      ),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <form
      aria-label="Special date"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <div class="row">
        <Field label="Date">
          <input
            type="date"
            required
            value={date}
            onInput={({ currentTarget }) => {
              setDate(currentTarget.value);
              save.reset();
            }}
          />
        </Field>
        <Choice
          label="On this date"
          value={kind}
          options={KINDS}
          onChoose={(chosen) => {
            setKind(chosen);
            save.reset();
          }}
        />
      </div>
      {kind === 'hours' && (
        <HoursRows
          rows={rows}
          hasDays={false}
          invalidIndex={save.error instanceof Problem ? save.error.index : undefined}
          errorId={ERROR_ID}
          onEdit={(edited) => {
            setRows(edited);
            save.reset();
          }}
        />
      )}
      {isDate(date) && !save.isSuccess && (
        <p class="preview">
          On {dateText(date)}: {openingsText(hours)}
          {before.data && ` instead of ${hoursOn(date, before.data)}`}. {FIGURES_CHANGE}
        </p>
      )}
      <div class="row">
        <button type="submit" class="outline" disabled={save.isPending || (kind === 'hours' && rows.length === 0)}>
          Save special date
        </button>
        <SaveResult errorId={ERROR_ID} error={save.error && withRowNumber(save.error)} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}

/** The hours on a date, by what is in force. */
function hoursOn(date: string, schedule: Schemas['ScheduleDto']): string {
  if (schedule.special_hours) return openingsText(schedule.special_hours);
  const week = weekOf(schedule);
  if (typeof week === 'string') return week === 'closed' ? 'closed' : 'open all day';
  // Of `Date`, 0 is Sunday; of hours, it is Monday.
  const day = (new Date(date).getUTCDay() + WEEKDAYS.length - 1) % WEEKDAYS.length;
  return openingsText(week.filter(({ dayOfWeek }) => dayOfWeek === day));
}
