import { Failure } from './loaded';

interface Props {
  readonly errorId: string;
  readonly error: Error | null;
  readonly isSaved: boolean;
}

/** Whether a form was saved, or why not. */
export function SaveResult({ errorId, error, isSaved }: Props) {
  if (error) return <Failure id={errorId} error={error} />;
  return <p role="status">{isSaved ? '✓ Saved.' : ''}</p>;
}
