import type { Schemas } from '../api/client';
import { whole } from '../format';

interface Props {
  readonly count: number;
  /** How many stores there are in all. */
  readonly stores: number;
  readonly defaultStatus: Schemas['ReportTermsDto']['default_status'];
}

/** Says of how many stores nothing is measured; nothing if there are none. */
export function NeverPolled({ count, stores, defaultStatus }: Props) {
  if (count === 0) return null;
  const [were, their] = count === 1 ? ['was', 'its'] : ['were', 'their'];
  return (
    <p class="note">
      {whole(count)} of {whole(stores)} {stores === 1 ? 'store' : 'stores'} {were} never polled: all of {their} time is{' '}
      {defaultStatus === 'unknown' ? 'unknown' : `assumed to be ${defaultStatus}`}, not measured.
    </p>
  );
}
