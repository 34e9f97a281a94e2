import { useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { Problem } from '../../../api/problem';
import { dateText, isDate } from '../../../dates';
import { Field, invalid } from '../../../ui/field';
import { Loaded } from '../../../ui/loaded';
import { SaveResult } from '../../../ui/save-result';
import { FIGURES_CHANGE } from './words';

const ERROR_ID = 'archive-error';

/** Ends the scheduled time of a store that is given up, or lets it go on. */
export function Archive({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const { store_id: storeId } = store;
  const schedule = useQuery({
    queryKey: ['schedule', storeId],
    queryFn: () => dataOf(api.GET('/stores/{store_id}/schedule', { params: { path: { store_id: storeId } } })),
  });
  return (
    <Loaded query={schedule}>{({ archived_from: archived }) => <Form storeId={storeId} archived={archived} />}</Loaded>
  );
}

interface FormProps {
  readonly storeId: string;
  /** The date from which on it is archived; null: it is not. */
  readonly archived: string | null;
}

function Form({ storeId, archived }: FormProps) {
  const [from, setFrom] = useState('');
  const save = useMutation({
    mutationFn: (date: string | null) =>
      dataOf(api.PUT('/stores/{store_id}/archived', { params: { path: { store_id: storeId } }, body: { from: date } })),
    onSuccess: async () => {
      await queries.invalidateQueries();
      setFrom('');
    },
  });
  const isAboutDate = save.error instanceof Problem && save.error.code === 'invalid_date';
  const instead = archived === null ? '' : ` instead of ${dateText(archived)}`;
  return (
    <form
      aria-label="Archive"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(from);
      }}
    >
      <h3>Archive</h3>
      <p class="quiet">
        {archived === null
          ? 'Not archived. A store that was given up can be archived: its past figures stay as they are.'
          : `Archived from ${dateText(archived)} on: it has no scheduled time from then on.`}
      </p>
      <div class="row">
        <Field label="First day without scheduled time">
          <input
            type="date"
            required
            value={from}
            onInput={({ currentTarget }) => {
              setFrom(currentTarget.value);
              save.reset();
            }}
            {...invalid(isAboutDate, ERROR_ID)}
          />
        </Field>
      </div>
      {isDate(from) && (
        <p class="preview">
          Its scheduled time ends at the beginning of {dateText(from)}, by its own calendar{instead}. Reports in none of
          whose windows it has scheduled time leave it out. {FIGURES_CHANGE}
        </p>
      )}
      {archived !== null && (
        <p class="preview">
          Archived no longer, its hours hold from {dateText(archived)} on again. {FIGURES_CHANGE}
        </p>
      )}
      <div class="row">
        <button type="submit" class="outline" disabled={save.isPending}>
          Archive store
        </button>
        {archived !== null && (
          <button
            type="button"
            class="secondary outline"
            disabled={save.isPending}
            onClick={() => {
              save.mutate(null);
            }}
          >
            Archive it no longer
          </button>
        )}
        <SaveResult errorId={ERROR_ID} error={save.error} isSaved={save.isSuccess} />
      </div>
    </form>
  );
}
