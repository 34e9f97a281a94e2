import { seededRandom } from '../../../test/support/random';
import { DAY, HOUR, type Micros } from '../instants';
import { CellCounts, Cells } from './cells';
import { unusualStretches } from './unusual-stretches';

const random = seededRandom('unusual stretches');
/** 2024-10-08T00:00:00Z */
const TO = Date.UTC(2024, 9, 8) * 1000;

interface Case {
  readonly from: Micros;
  readonly to: Micros;
  readonly since: Micros;
  readonly observedFrom: Micros;
  readonly window: Micros;
  readonly times: number;
  readonly atLeast: number;
  /** When each store goes down. */
  readonly stores: readonly (readonly Micros[])[];
}

function someCase(): Case {
  const to = TO + random.below(5 * HOUR);
  const from = to - random.integer(1, 9) * DAY - random.below(DAY);
  const bursts = Array.from({ length: random.below(4) }, () => from + random.below(to - from));
  const within = (instant: Micros) => Math.min(Math.max(instant, from), to - 1);
  return {
    ...{ from, to },
    since: random.chance(0.5) ? from : from + random.below(to - from),
    observedFrom: random.chance(0.5) ? from : from + random.below(to - from),
    window: random.pick([HOUR, HOUR / 2, 3 * HOUR]),
    times: random.integer(10, 30) / 10,
    atLeast: random.integer(2, 8),
    stores: Array.from({ length: random.integer(1, 60) }, () =>
      [
        ...Array.from({ length: random.below(12) }, () => from + random.below(to - from)),
        ...bursts.filter(() => random.chance(0.5)).map((burst) => within(burst + random.below(HOUR))),
      ].sort((a, b) => a - b),
    ),
  };
}

function found({ from, to, since, observedFrom, window, times, atLeast, stores }: Case) {
  const cells = new Cells(from, to, window);
  const counted = new CellCounts(cells);
  for (const store of stores) counted.add(store);
  return unusualStretches(counted.counts, cells, since, observedFrom, { times, atLeast });
}

/** The same by the words of docs/rules.md, R40 and R41: every window is counted anew. */
function naive({ from, to, since, observedFrom, window, times, atLeast, stores }: Case) {
  const quarter = window / 4;
  const downs = stores.flatMap((store) => {
    const counted: Micros[] = [];
    for (const instant of store) if (instant >= (counted.at(-1) ?? -Infinity) + window) counted.push(instant);
    return counted;
  });
  const during = (start: Micros, end: Micros) => downs.filter((down) => down >= start && down < end).length;
  const starts: Micros[] = [];
  for (let at = Math.floor(from / quarter) * quarter; at < to; at += quarter) starts.push(at);
  const dayOf = (at: Micros) => Math.floor((to - 1 - at) / DAY);
  const observedDays = (to - Math.max(from, observedFrom)) / DAY;
  const days = [...Array(Math.floor(observedDays + 0.5)).keys()];
  const worst = days.map((day) =>
    Math.max(0, ...starts.filter((at) => dayOf(at) === day).map((at) => during(at, at + window))),
  );
  const usualAt = (at: Micros) => {
    const others = worst.filter((_, day) => day !== dayOf(at)).sort((a, b) => a - b);
    return others.length === 0 ? undefined : others[Math.floor(others.length / 2)];
  };
  const enough = (stored: number, usual: number | undefined) =>
    usual !== undefined && 10 * stored >= Math.round(10 * times) * usual + 10 * atLeast;
  const unusual = starts.filter((at) => at >= since && enough(during(at, at + window), usualAt(at)));
  const joined: { first: Micros; end: Micros }[] = [];
  for (const at of unusual) {
    const last = joined.at(-1);
    if (last && at <= last.end) last.end = at + window;
    else joined.push({ first: at, end: at + window });
  }
  const lastEnd = (starts.at(-1) ?? to) + quarter;
  return joined.map(({ first, end: whole }) => {
    const usual = usualAt(first) ?? NaN;
    let [start, end] = [first, Math.min(whole, lastEnd)];
    while (during(start, start + quarter) <= usual / 4 && enough(during(start + quarter, end), usual)) start += quarter;
    while (during(end - quarter, end) <= usual / 4 && enough(during(start, end - quarter), usual)) end -= quarter;
    return { from: start, to: end, usual };
  });
}

it('finds what counting every window anew finds', () => {
  let stretches = 0;
  for (let round = 0; round < 400; round++) {
    const each = someCase();
    const expected = naive(each);
    expect(found(each)).toEqual(expected);
    stretches += expected.length;
  }
  expect(stretches).toBeGreaterThan(50);
});

const BASE: Case = {
  ...{ from: TO - 7 * DAY, to: TO, since: TO - 7 * DAY, observedFrom: TO - 7 * DAY, window: HOUR },
  ...{ times: 2, atLeast: 5, stores: [] },
};
/** So many stores that go down at an instant. */
const down = (stores: number, at: Micros) => Array.from({ length: stores }, () => [at]);

it('finds nothing where as many go down every day, and finds the day on which it is twice as many and five more', () => {
  const openings = [0, 1, 2, 3, 4, 5, 6].flatMap((day) => down(20, BASE.from + day * DAY + 9 * HOUR));
  expect(found({ ...BASE, stores: openings })).toEqual([]);
  const night = BASE.from + 5 * DAY + 2 * HOUR;
  expect(found({ ...BASE, stores: [...openings, ...down(44, night)] })).toEqual([]);
  expect(found({ ...BASE, stores: [...openings, ...down(45, night)] })).toEqual([
    { from: night, to: night + HOUR / 4, usual: 20 },
  ]);
});

it('knows nothing unusual on the only day that was observed', () => {
  const stores = down(50, TO - 2 * HOUR);
  expect(found({ ...BASE, stores, observedFrom: TO - 1.4 * DAY })).toEqual([]);
  expect(found({ ...BASE, stores, observedFrom: TO - 1.6 * DAY })).toHaveLength(1);
});

/** Of the second day. */
const quarters = (count: number) => BASE.from + DAY + count * (HOUR / 4);

it('takes those whose windows touch for one', () => {
  const stores = [...down(5, quarters(10)), ...down(5, quarters(17))];
  expect(found({ ...BASE, stores }).map(({ from, to }) => [from, to])).toEqual([[quarters(10), quarters(18)]]);
});

it('finds a second one that begins one quarter after windows could touch those of the first', () => {
  const stores = [...down(5, quarters(10)), ...down(3, quarters(15)), ...down(2, quarters(18))];
  expect(found({ ...BASE, stores }).map(({ from, to }) => [from, to])).toEqual([
    [quarters(10), quarters(11)],
    [quarters(15), quarters(19)],
  ]);
});

it('counts a store once in a window, however often it goes down', () => {
  const flapping = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((times) => BASE.from + DAY + times * 60_000_000);
  expect(found({ ...BASE, stores: Array.from({ length: 4 }, () => flapping) })).toEqual([]);
  expect(found({ ...BASE, stores: Array.from({ length: 5 }, () => flapping) })).toHaveLength(1);
});

it('has the same stretches in a range that begins a little later', () => {
  const at = TO - DAY - 5 * HOUR;
  const stores = down(30, at);
  const [whole] = found({ ...BASE, stores });
  expect(found({ ...BASE, stores, since: at - HOUR - 1_000_007, from: BASE.from + 333_333 })).toEqual([whole]);
});
