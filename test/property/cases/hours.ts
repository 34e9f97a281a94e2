import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../../../src/calculator/instants';
import type { Random } from '../../../src/common/random';
import type { NaiveOpening, NaiveWeek } from '../naive/store';
import type { Anchor } from './anchors';

/** Business hours, mostly on days around the anchor. */
export function randomHours(random: Random, anchor: Anchor): NaiveWeek {
  const style = random.fraction();
  if (style < 0.06) return [];
  if (style < 0.12) return everyDay({ opens: 0, closes: random.pick([0, DAY, DAY - SECOND, DAY - MINUTE]) });
  if (style < 0.3) return everyDay(randomOpening(random, anchor));
  const hours: NaiveWeek = [];
  for (let count = random.integer(1, 6); count > 0; count--) hours.push(randomRow(random, anchor, hours));
  return hours;
}

export function randomOpening(random: Random, anchor: Anchor): NaiveOpening {
  return { opens: randomClockTime(random, anchor), closes: randomClockTime(random, anchor) };
}

function everyDay(opening: NaiveOpening): NaiveWeek {
  return [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, ...opening }));
}

function randomRow(random: Random, anchor: Anchor, others: NaiveWeek): NaiveWeek[number] {
  const dayOfWeek = random.chance(0.8)
    ? (weekdayOf(anchor.instant + random.pick([anchor.before, anchor.after])) + random.pick([5, 6, 7, 7, 8, 9])) % 7
    : random.integer(0, 6);
  const opens = randomClockTime(random, anchor);
  const closes = random.chance(0.15) ? opens : randomClockTime(random, anchor);
  if (others.length > 0 && random.chance(0.1)) return { ...random.pick(others) };
  if (others.length > 0 && random.chance(0.15)) {
    const other = random.pick(others);
    const touches = other.closes > other.opens ? other.dayOfWeek : (other.dayOfWeek + 1) % 7;
    return { dayOfWeek: touches, opens: other.closes, closes };
  }
  return { dayOfWeek, opens, closes };
}

function weekdayOf(local: Micros): number {
  return (new Date(local / 1000).getUTCDay() + 6) % 7;
}

/** A time of day from 0 to 24 h: a round one, the start or end of the day, one around the clock change, or any. */
function randomClockTime(random: Random, anchor: Anchor): Micros {
  const style = random.fraction();
  if (style < 0.3) return random.integer(0, 48) * 30 * MINUTE;
  if (style < 0.45) return random.pick([0, DAY, DAY - SECOND, DAY - MINUTE, DAY - MINUTE / 2, DAY - MINUTE - 1]);
  if (style < 0.7) {
    const local = anchor.instant + random.pick([anchor.before, anchor.after]);
    const around = local + random.pick([-HOUR, -30 * MINUTE, -SECOND, -1, 0, 0, 1, 15 * MINUTE, 30 * MINUTE, HOUR]);
    return ((around % DAY) + DAY) % DAY;
  }
  return style < 0.85 ? random.integer(0, DAY / SECOND) * SECOND : random.integer(0, DAY);
}

/** The instants near the anchor at which intervals open or close, by the offset before and after it; may repeat. */
export function edgesOf(hours: NaiveWeek, anchor: Anchor): Micros[] {
  const edges: Micros[] = [];
  const anchorDate = Math.floor((anchor.instant + anchor.after) / DAY) * DAY;
  for (const date of [anchorDate - DAY, anchorDate, anchorDate + DAY]) {
    for (const { opens, closes } of hours.slice(0, 4)) {
      for (const offset of [anchor.before, anchor.after]) edges.push(date + opens - offset, date + closes - offset);
    }
  }
  return edges;
}
