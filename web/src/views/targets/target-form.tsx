import { useMutation } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { queries } from '../../api/client';
import { Problem } from '../../api/problem';
import { Field, invalid } from '../../ui/field';
import { SaveResult } from '../../ui/save-result';
import { meaningText, percentIn } from './words';

interface Props {
  /** For whom the target is, as in `Target for all stores`. */
  readonly subject: string;
  /** The target of exactly this subject; undefined: it has none. */
  readonly before: string | undefined;
  /** What else the form says beside the new target, such as what holds again when it is removed. */
  readonly remark: string;
  readonly onSave: (percent: string) => Promise<unknown>;
  readonly onRemove: () => Promise<unknown>;
}

/** Sets or removes a target, and says beforehand what that means. */
export function TargetForm({ subject, before, remark, onSave, onRemove }: Props) {
  const [text, setText] = useState('');
  const save = useMutation({
    mutationFn: (percent: string | null) => (percent === null ? onRemove() : onSave(percent)),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setText('');
    },
  });
  const errorId = `target-error-${subject.replaceAll(/\W/g, '-')}`;
  const percent = percentIn(text);
  const isWrong = text.trim() !== '' && percent === undefined;
  const isRefused = save.error instanceof Problem && save.error.code === 'invalid_percent';
  return (
    <form
      aria-label={`Target for ${subject}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (percent !== undefined) save.mutate(percent);
      }}
    >
      <div class="row">
        <Field label={`Target for ${subject}, in percent`}>
          <input
            required
            inputMode="decimal"
            placeholder={before ?? '99.95'}
            value={text}
            onInput={({ currentTarget }) => {
              setText(currentTarget.value);
              save.reset();
            }}
            {...invalid(isWrong || isRefused, errorId)}
          />
        </Field>
      </div>
      {percent !== undefined && (
        <p class="preview">
          {percent}% for {subject}
          {before !== undefined && ` instead of ${before}%`}. {meaningText(percent)} Every month is measured by it, past
          ones too.
        </p>
      )}
      {isWrong && (
        <p id={errorId} class="failure">
          More than 0, at most 100, with at most six decimals, such as 99.95.
        </p>
      )}
      <p class="quiet">{remark}</p>
      <div class="row">
        <button type="submit" class="outline" disabled={save.isPending || percent === undefined}>
          Set target
        </button>
        {before !== undefined && (
          <button
            type="button"
            class="secondary outline"
            disabled={save.isPending}
            onClick={() => {
              save.mutate(null);
            }}
          >
            Remove target of {before}%
          </button>
        )}
        <SaveResult errorId={errorId} error={save.error} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}
