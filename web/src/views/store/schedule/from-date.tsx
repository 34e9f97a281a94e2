import { Field } from '../../../ui/field';

interface Props {
  /** A date; empty: no date. */
  readonly value: string;
  readonly onChange: (date: string) => void;
}

/** The local date from which a change is in force. */
export function FromDate({ value, onChange }: Props) {
  return (
    <Field label="From this date on (empty: on all dates)">
      <input
        type="date"
        value={value}
        onInput={({ currentTarget }) => {
          onChange(currentTarget.value);
        }}
      />
    </Field>
  );
}
