import type { components } from '../../api/schema';
import { offsetOf } from './clock';

export type Stretch = components['schemas']['LedgerStretchDto'];

/** The part of a stretch on one local day, in milliseconds since the day began. */
export interface Piece {
  readonly stretch: Stretch;
  readonly from: number;
  to: number;
}

/** A change of the offset from UTC, in milliseconds. */
export interface ClockChange {
  /** Since the day began. */
  readonly at: number;
  /** Forward; negative if the clocks go back. */
  readonly by: number;
  /** The time zone that comes into force, if that is why. */
  readonly zone?: string;
}

/** A local day of a store. */
export interface Day {
  /** Such as `2024-11-03`. */
  readonly date: string;
  readonly pieces: Piece[];
  readonly changes: ClockChange[];
}

const DAY = 86_400_000;

/** A period with one offset from UTC, all in milliseconds. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** The last `count` local days of a ledger, latest first. */
export function lastDays(ledger: readonly Stretch[], count: number): Day[] {
  const days = new Map<string, Day & { readonly start: number }>();
  let offset: number | undefined;
  let zone: string | undefined;
  for (const stretch of ledger) {
    for (const span of spansOf(stretch)) {
      for (const { date, from, to } of splitAtMidnights(span)) {
        const day = days.get(date) ?? { date, start: from, pieces: [], changes: [] };
        days.set(date, day);
        if (offset !== undefined && span.offset !== offset) {
          const isZoneChange = zone !== stretch.timezone;
          day.changes.push({
            at: from - day.start,
            by: span.offset - offset,
            ...(isZoneChange ? { zone: stretch.timezone } : {}),
          });
        }
        offset = span.offset;
        zone = stretch.timezone;
        const last = day.pieces.at(-1);
        // A clock change does not split a stretch.
        if (last?.stretch === stretch) last.to = to - day.start;
        else day.pieces.push({ stretch, from: from - day.start, to: to - day.start });
      }
    }
  }
  return [...days.values()].slice(-count).reverse();
}

/** Splits a stretch at its clock changes, each of which carries the offset from then on. Empty spans are dropped. */
function spansOf({ from, to, local_from, clock_changes }: Stretch): Span[] {
  return [from, ...clock_changes]
    .map((start, index) => ({
      from: Date.parse(start),
      to: Date.parse(clock_changes[index] ?? to),
      offset: offsetOf(clock_changes[index - 1] ?? local_from),
    }))
    .filter((span) => span.from < span.to);
}

function splitAtMidnights({ from, to, offset }: Span): { date: string; from: number; to: number }[] {
  const parts = [];
  for (let start = from; start < to;) {
    const day = Math.floor((start + offset) / DAY);
    const end = Math.min(to, (day + 1) * DAY - offset);
    parts.push({ date: new Date(day * DAY).toISOString().slice(0, 'yyyy-mm-dd'.length), from: start, to: end });
    start = end;
  }
  return parts;
}
