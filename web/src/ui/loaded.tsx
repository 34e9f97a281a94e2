import type { UseQueryResult } from '@tanstack/preact-query';
import type { ComponentChild } from 'preact';

interface Props<Data> {
  readonly from: UseQueryResult<Data>;
  readonly children: (data: Data) => ComponentChild;
}

/** What was asked for once it is there, also when it cannot be brought up to date; until then that it is being loaded. */
export function Loaded<Data>({ from, children }: Props<Data>) {
  const failure = from.error && <Failure error={from.error} onRetry={() => void from.refetch()} />;
  if (from.data === undefined) {
    if (failure) return failure;
    return (
      <p class="quiet" role="status">
        Loading …
      </p>
    );
  }
  return (
    <>
      {failure}
      {children(from.data)}
    </>
  );
}

export function Failure({ error, onRetry }: { readonly error: Error; readonly onRetry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <p>{error.message}</p>
      {onRetry && (
        <button type="button" class="secondary outline" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
