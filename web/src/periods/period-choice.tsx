import { Choice, Field } from '../ui/field';
import { type Period, PRESETS, type Preset } from './period';

interface Props<Other extends string> {
  readonly value: Preset | Other;
  readonly picked: Period;
  /** Choices besides the presets. */
  readonly others?: readonly (readonly [Other, string])[];
  readonly onChoose: (value: Preset | Other, picked: Period) => void;
}

/** Chooses a period: yesterday and so on, or dates. */
export function PeriodChoice<Other extends string = never>({ value, picked, others = [], onChoose }: Props<Other>) {
  return (
    <>
      <Choice
        label="Period"
        value={value}
        options={[...PRESETS, ...others]}
        onChoose={(chosen) => {
          onChoose(chosen, picked);
        }}
      />
      {value === 'dates' &&
        (['first', 'last'] as const).map((end) => (
          <Field key={end} label={end === 'first' ? 'First day' : 'Last day'}>
            <input
              type="date"
              required
              value={picked[end]}
              onInput={({ currentTarget }) => {
                onChoose(value, { ...picked, [end]: currentTarget.value });
              }}
            />
          </Field>
        ))}
    </>
  );
}
