import type { UseQueryResult } from '@tanstack/preact-query';
import type { ComponentChild } from 'preact';
import { Problem } from '../api/problem';

interface Props<Data> {
  readonly query: UseQueryResult<Data>;
  readonly children: (data: Data) => ComponentChild;
}

/** Shows the data of a query, below an error if a refresh failed; while there is none, a loading note or the error. */
export function Loaded<Data>({ query, children }: Props<Data>) {
  const failure =
    query.error &&
    (isNotFound(query.error) ? (
      <Failure error={withLikelyCause(query.error)} />
    ) : (
      <Failure error={query.error} onRetry={() => void query.refetch()} />
    ));
  if (query.data === undefined) {
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
      {children(query.data)}
    </>
  );
}

/** Whether what the address names is not there, which asking again does not change. */
function isNotFound(error: Error): boolean {
  return error instanceof Problem && error.code?.endsWith('_not_found') === true;
}

/** The error, with what may have caused it. */
function withLikelyCause({ message }: Error): Error {
  return new Error(
    `${message.replace(/\.$/, '')}. The address may be mistyped, or of something that was removed since.`,
  );
}

interface FailureProps {
  /** For the controls that the error is about. */
  readonly id?: string;
  readonly error: Error;
  readonly onRetry?: () => void;
}

export function Failure({ id, error, onRetry }: FailureProps) {
  return (
    <div id={id} class="failure" role="alert">
      <p>{error.message}</p>
      {onRetry && (
        <button type="button" class="secondary outline" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  );
}
