import { keepPreviousData, useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { allItems } from '../../../api/all-items';
import { api, dataOf, queries, type Schemas } from '../../../api/client';
import { Problem } from '../../../api/problem';
import { type CsvColumn, fileName } from '../../../csv';
import { today } from '../../../dates';
import { duration, instant } from '../../../format';
import { DownloadCsv } from '../../../ui/actions/download-csv';
import { Choice, Field, invalid } from '../../../ui/field';
import { Loaded } from '../../../ui/loaded';
import { Moment } from '../../../ui/times/moment';
import { Pager, usePages } from '../../../ui/pages';
import { SaveResult } from '../../../ui/save-result';
import { Table } from '../../../ui/table';
import { type Clock, clockOf, instantOf } from '../clock';
import { ALL_STORES, FIGURES_CHANGE, reasonText } from './words';

const ERROR_ID = 'closure-error';

/** Closures as CSV, as the API has them. */
const CLOSURE_COLUMNS: readonly CsvColumn<Schemas['ClosureDto']>[] = [
  ['closure_id', ({ closure_id }) => closure_id],
  ['store_id', ({ store_id }) => store_id],
  ['from', ({ from }) => from],
  ['to', ({ to }) => to],
  ['reason', ({ reason }) => reason],
  ['declared_by', ({ declared_by }) => declared_by],
  ['declared_at', ({ declared_at }) => declared_at],
  ['revoked_by', ({ revoked_by }) => revoked_by],
  ['revoked_at', ({ revoked_at }) => revoked_at],
];

/** Planned downtime of a store, and a form to declare it. */
export function Closures({ store }: { readonly store: Schemas['SingleStoreDto'] }) {
  const { store_id: storeId, timezone } = store;
  const pages = usePages(`closures ${storeId}`);
  const page = (cursor: string | undefined, limit: number) =>
    dataOf(api.GET('/closures', { params: { query: { store_id: storeId, revoked: true, limit, cursor } } }));
  const all = () => allItems(page, (one) => one.closures);
  const closures = useQuery({
    queryKey: ['closures', storeId, pages.cursor],
    queryFn: () => page(pages.cursor, 10),
    placeholderData: keepPreviousData,
  });
  const revoke = useMutation({
    mutationFn: (closureId: string) =>
      dataOf(api.DELETE('/closures/{closure_id}', { params: { path: { closure_id: closureId } } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <section aria-labelledby="closures">
      <h3 id="closures">Closures</h3>
      <Loaded query={closures}>
        {(page) => (
          <>
            {page.closures.length === 0 ? (
              <p class="empty">
                None. Open time within a closure, such as a refit or a power cut, counts as neither up nor down.
              </p>
            ) : (
              <>
                <List
                  closures={page.closures}
                  clock={clockOf(timezone)}
                  isBusy={revoke.isPending}
                  onRevoke={(closureId) => {
                    revoke.mutate(closureId);
                  }}
                />
                <DownloadCsv name={fileName('closures', storeId, today())} columns={CLOSURE_COLUMNS} rows={all} />
              </>
            )}
            <Pager pages={pages} next={page.next_cursor} name="closures" isLoading={closures.isPlaceholderData} />
          </>
        )}
      </Loaded>
      {revoke.error && <SaveResult errorId="revoke-error" error={revoke.error} isSaved={false} />}
      <ClosureForm storeId={storeId} zone={timezone} />
    </section>
  );
}

interface ListProps {
  readonly closures: readonly Schemas['ClosureDto'][];
  readonly clock: Clock;
  readonly isBusy: boolean;
  readonly onRevoke: (closureId: string) => void;
}

function List({ closures, clock, isBusy, onRevoke }: ListProps) {
  return (
    <Table caption="Closures, the latest first">
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">To</th>
          <th scope="col">Reason</th>
          <th scope="col">Declared</th>
          <th scope="col">Change</th>
        </tr>
      </thead>
      <tbody>
        {closures.map((closure) => (
          <tr key={closure.closure_id}>
            <th scope="row" class="wrap">
              <Moment text={clock.format(closure.from)} />
            </th>
            <td class="wrap">
              <Moment text={clock.format(closure.to)} />
            </td>
            <td class="text">
              {reasonText(closure.reason)}
              {closure.store_id === ALL_STORES && <div class="quiet">of all stores</div>}
            </td>
            <td class="text">
              by {closure.declared_by}, {closure.declared_late ? 'after it had begun' : 'before it began'}
              <div class="quiet">{clock.format(closure.declared_at)}</div>
            </td>
            <td>
              {closure.revoked_at === null ? (
                <button
                  type="button"
                  class="link"
                  aria-label={`Revoke the closure from ${clock.format(closure.from)}`}
                  disabled={isBusy}
                  onClick={() => {
                    onRevoke(closure.closure_id);
                  }}
                >
                  Revoke
                </button>
              ) : (
                <>
                  revoked by {closure.revoked_by}
                  <div class="quiet">{clock.format(closure.revoked_at)}</div>
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function ClosureForm({ storeId, zone }: { readonly storeId: string; readonly zone: string }) {
  const [ends, setEnds] = useState({ from: '', to: '' });
  const [reason, setReason] = useState('');
  const [of, setOf] = useState(storeId);
  const isWhole = ends.from !== '' && ends.to !== '';
  const from = isWhole ? instantOf(ends.from, zone) : '';
  const to = isWhole ? instantOf(ends.to, zone) : '';
  const declare = useMutation({
    mutationFn: () => dataOf(api.POST('/closures', { body: { store_id: of, from, to, reason: reason.trim() } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  const isWrong = declare.error instanceof Problem && declare.error.code === 'invalid_closure';
  return (
    <form
      aria-label="Closure"
      onSubmit={(event) => {
        event.preventDefault();
        declare.mutate();
      }}
    >
      <div class="row">
        {(['from', 'to'] as const).map((end) => (
          <Field key={end} label={`${end === 'from' ? 'From' : 'To'} (local time of the store)`}>
            <input
              type="datetime-local"
              required
              value={ends[end]}
              onInput={({ currentTarget }) => {
                setEnds({ ...ends, [end]: currentTarget.value });
                declare.reset();
              }}
              {...invalid(isWrong, ERROR_ID)}
            />
          </Field>
        ))}
        <Field label="Reason">
          <input
            value={reason}
            maxLength={200}
            onInput={({ currentTarget }) => {
              setReason(currentTarget.value);
              declare.reset();
            }}
          />
        </Field>
        <Choice
          label="Closes"
          value={of}
          options={[
            [storeId, 'This store'],
            [ALL_STORES, 'All stores'],
          ]}
          onChoose={(chosen) => {
            setOf(chosen);
            declare.reset();
          }}
        />
      </div>
      {isWhole && from < to && !declare.isSuccess && (
        <p class="preview">
          From {instant(from)} to {instant(to)} ({duration((Date.parse(to) - Date.parse(from)) * 1000)}), open time of{' '}
          {of === ALL_STORES ? <strong>all stores</strong> : 'this store'} will count as neither up nor down
          {Date.parse(from) < Date.now() && ', and the closure will be on record as declared after it had begun'}.{' '}
          {FIGURES_CHANGE}
        </p>
      )}
      <div class="row">
        <button type="submit" class="outline" disabled={declare.isPending}>
          Declare closure
        </button>
        <SaveResult errorId={ERROR_ID} error={declare.error} isSaved={declare.isSuccess} />
      </div>
    </form>
  );
}
