import { share } from '../format';

interface Props {
  /** Shares from 0 to 1; null without any. */
  readonly now: number | null;
  readonly before: number | null;
  /** What it is compared with, such as `a week before`. */
  readonly than: string;
}

/** How a share differs from an earlier one. */
export function Change({ now, before, than }: Props) {
  if (before === null) return <p class="quiet">No figure {than}.</p>;
  if (now === null)
    return (
      <p class="quiet">
        {share(before)} {than}.
      </p>
    );
  // From hundredths of a percent, as they are shown.
  const hundredths = Math.round(now * 10_000) - Math.round(before * 10_000);
  const points = `${(Math.abs(hundredths) / 100).toFixed(2)} points`;
  const sign = hundredths > 0 ? '▲' : hundredths < 0 ? '▼' : '=';
  return (
    <p class="quiet">
      <span aria-hidden="true">{sign}</span>{' '}
      {hundredths === 0 ? 'the same as' : `${points} ${hundredths > 0 ? 'more' : 'less'} than`} {than} ({share(before)})
    </p>
  );
}
