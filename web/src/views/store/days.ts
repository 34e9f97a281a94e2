import type { components } from '../../api/schema';
import { offsetIn, offsetOf } from './clock';

export type Stretch = components['schemas']['LedgerStretchDto'];

/** What of a stretch lies on one local day; milliseconds since the day began. */
export interface Piece {
  readonly stretch: Stretch;
  readonly from: number;
  to: number;
}

/** The clocks go forward by a time, or back if it is negative. */
export interface ClockChange {
  readonly at: number;
  readonly by: number;
}

/** A local day of a store. */
export interface Day {
  /** Such as `2024-11-03`. */
  readonly date: string;
  readonly pieces: Piece[];
  readonly changes: ClockChange[];
}

const DAY = 86_400_000;

/** A time within which the store's offset from UTC stays what it is. */
interface Span {
  readonly from: number;
  readonly to: number;
  readonly offset: number;
}

/** The last local days of a ledger, the latest first. */
export function lastDays(ledger: readonly Stretch[], zone: string, count: number): Day[] {
  const days = new Map<string, Day & { readonly start: number }>();
  let offset: number | undefined;
  for (const stretch of ledger) {
    for (const span of spansOf(stretch, zone)) {
      for (const { date, from, to } of splitAtMidnights(span)) {
        const day = days.get(date) ?? { date, start: from, pieces: [], changes: [] };
        days.set(date, day);
        if (offset !== undefined && span.offset !== offset) {
          day.changes.push({ at: from - day.start, by: span.offset - offset });
        }
        offset = span.offset;
        const last = day.pieces.at(-1);
        // A stretch in which the clocks change is one all the same.
        if (last?.stretch === stretch) last.to = to - day.start;
        else day.pieces.push({ stretch, from: from - day.start, to: to - day.start });
      }
    }
  }
  return [...days.values()].slice(-count).reverse();
}

function spansOf(stretch: Stretch, zone: string): Span[] {
  const from = Date.parse(stretch.from);
  const to = Date.parse(stretch.to);
  const before = offsetOf(stretch.local_from);
  const after = offsetOf(stretch.local_to);
  if (before === after) return [{ from, to, offset: before }];
  const change = changeWithin(from, to, zone);
  return [
    { from, to: change, offset: before },
    { from: change, to, offset: after },
  ].filter((span) => span.from < span.to);
}

/** When the clocks change, which a stretch does not tell; found by halving. */
function changeWithin(from: number, to: number, zone: string): number {
  const offsetAt = offsetIn(zone);
  const before = offsetAt(from);
  let [low, high] = [from, to];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
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
