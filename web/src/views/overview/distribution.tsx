import type { Schemas } from '../../api/client';
import { share, whole } from '../../format';

/** Where the bands of the API begin, in percent; the last one is of stores without downtime. */
const FROM = ['0', '50', '80', '90', '95', '98', '99', '99.5', '99.9', '100'] as const;
const ROW = 24;

interface Props {
  readonly shares: Schemas['ShareDistributionDto'];
  /** What they are of, for people. */
  readonly period: string;
}

/** How many stores have which uptime: narrow bands where most stores are. */
export function Distribution({ shares, period }: Props) {
  const { bands, deciles, stores } = shares;
  const most = Math.max(1, ...bands);
  const shareAt = (tenth: number) => share(deciles[tenth] ?? null);
  return (
    <section class="card" aria-labelledby="distribution">
      <h2 id="distribution">Uptime by store, {period}</h2>
      <div class="bands" role="img" aria-label={inWords(bands)}>
        {bands
          .map((count, band) => (
            <div key={band} class="band">
              <span>{bandText(band)}</span>
              <svg width="100%" height={ROW}>
                <rect width={`${(count / most) * 84}%`} y="3" height={ROW - 6} rx="2" />
                <text x={`${(count / most) * 84 + 1}%`} y={ROW - 7}>
                  {whole(count)}
                </text>
              </svg>
            </div>
          ))
          .reverse()}
      </div>
      <p class="quiet">
        {stores === 0
          ? 'No store had business time.'
          : `${whole(stores)} stores by percent of business time. Half are at ${shareAt(5)} or more, nine in ten at ${shareAt(1)} or more; the lowest is at ${shareAt(0)}.`}
      </p>
    </section>
  );
}

/** Such as `99 to 99.5`: without its upper end. */
function bandText(band: number): string {
  const [from, to] = [FROM[band] ?? '', FROM[band + 1]];
  return to === undefined ? from : `${from} to ${to}`;
}

function inWords(bands: readonly number[]): string {
  const parts = bands.flatMap((count, band) => (count > 0 ? [`${bandText(band)} percent: ${count}`] : []));
  return `Stores by their uptime: ${parts.join('; ')}`;
}
