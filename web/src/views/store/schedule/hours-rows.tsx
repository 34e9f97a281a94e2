import type { Schemas } from '../../../api/client';
import { Field, invalid } from '../../../ui/field';
import { WEEKDAYS, withSeconds } from './words';

export type Row = Schemas['BusinessHoursDto'];

interface Props {
  readonly rows: readonly Row[];
  /** Whether each row is for a weekday; otherwise all are for one date. */
  readonly hasDays: boolean;
  /** The index of the row that the error is about. */
  readonly invalidIndex: number | undefined;
  readonly errorId: string;
  readonly onEdit: (rows: readonly Row[]) => void;
}

/** Rows of hours to edit. */
export function HoursRows({ rows, hasDays, invalidIndex, errorId, onEdit }: Props) {
  const change = (changedIndex: number, changes: Partial<Row>) => {
    onEdit(rows.map((row, index) => (index === changedIndex ? { ...row, ...changes } : row)));
  };
  return (
    <>
      <ul class="hours-rows">
        {rows.map((row, index) => (
          <li key={index} class="row">
            {hasDays && (
              <Field label="Day">
                <select
                  value={row.dayOfWeek}
                  onChange={({ currentTarget }) => {
                    change(index, { dayOfWeek: currentTarget.selectedIndex });
                  }}
                >
                  {WEEKDAYS.map((name, day) => (
                    <option key={name} value={day}>
                      {name}
                    </option>
                  ))}
                </select>
              </Field>
            )}
            {(['opens', 'closes'] as const).map((end) => (
              <Field key={end} label={end === 'opens' ? 'Opens at' : closesLabel(row)}>
                <input
                  class="time"
                  value={row[end]}
                  required
                  spellcheck={false}
                  onInput={({ currentTarget }) => {
                    change(index, { [end]: currentTarget.value });
                  }}
                  {...invalid(index === invalidIndex, errorId)}
                />
              </Field>
            ))}
            <button
              type="button"
              class="secondary outline"
              aria-label={`Remove ${hasDays ? `${WEEKDAYS[row.dayOfWeek] ?? ''} ` : ''}${row.opens} to ${row.closes}`}
              onClick={() => {
                onEdit(rows.filter((_, other) => other !== index));
              }}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
      <p>
        <button
          type="button"
          class="secondary outline"
          onClick={() => {
            const dayOfWeek = ((rows.at(-1)?.dayOfWeek ?? -1) + 1) % WEEKDAYS.length;
            onEdit([...rows, { dayOfWeek, opens: '09:00:00', closes: '17:00:00' }]);
          }}
        >
          Add hours
        </button>
      </p>
    </>
  );
}

function closesLabel({ opens, closes }: Row): string {
  return withSeconds(closes) > withSeconds(opens) ? 'Closes at' : 'Closes next day at';
}

/** The API counts rows from 0, people from 1. */
export function withRowNumber({ message }: Error): Error {
  return new Error(message.replace(/^hours\[(\d+)\]/, (_, index) => `Row ${Number(index) + 1}`));
}
