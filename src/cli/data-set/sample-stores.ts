import { type Choice, Random } from '../../common/random';

/** The size of a data set. */
export interface Size {
  readonly stores: number;
  readonly days: number;
  /** Polls of one store a day, on average. */
  readonly pollsPerDay: number;
}

/** A generated store. */
export interface Store {
  readonly id: string;
  readonly zone: string | undefined;
  readonly week: Week;
  /** When it goes down, up, down …, in seconds since the start of the data; at the start it is up. */
  readonly changes: readonly number[];
  /** The index of the hour with which its rows begin. */
  readonly firstHour: number;
}

/** The business hours of a store. Stores may share them, like the branches of a chain. */
interface Week {
  /** Each is `dayOfWeek,start_time_local,end_time_local`; empty if the hours are unknown. */
  readonly rows: readonly string[];
  /** The expected number of polls in each local hour of the week, from Monday at midnight. */
  readonly polls: readonly number[];
}

/** Local times of one day, `HH:MM:SS`, in order. */
type Opening = readonly [start: string, end: string];

const DAYS_A_WEEK = 7;
const SATURDAY = 5;

/** Few enough for most weeks to be shared by several stores, many enough for variety. */
const WEEKS = 600;

const WITHOUT_HOURS = 1 / 6;
const WITHOUT_ZONE = 0.03;
const OTHER_HOURS_AT_WEEKENDS = 0.4;

/** The share of polls that arrive. */
const ARRIVING = 0.98;

/** How many times as often a store is polled while it is open. */
const OPEN_TO_CLOSED = 3;

/** In seconds. The mean time between outages is drawn for each store, the length for each outage. */
const MEAN_UPTIME = { least: 8 * 3600, most: 80 * 3600 };
const OUTAGE = { least: 10 * 60, most: 8 * 3600 };

/** Generates the stores of a data set, with the distributions of real stores. */
export function makeStores(size: Size, random: Random): Store[] {
  const weeks = Array.from({ length: WEEKS }, () => makeWeek(size, random));
  const unknown = weekOf([], size);
  return Array.from({ length: size.stores }, () => ({
    id: uuid(random),
    zone: random.chance(WITHOUT_ZONE) ? undefined : random.choose(ZONES),
    week: (random.chance(WITHOUT_HOURS) ? undefined : weeks[random.below(WEEKS)]) ?? unknown,
    changes: makeChanges(size.days * 24 * 3600, random),
    firstHour: random.below(size.days * 24),
  }));
}

function makeWeek(size: Size, random: Random): Week {
  const openingsOfOneDay = random.choose(KINDS_OF_HOURS);
  const workdays = openingsOfOneDay(random);
  const weekend = random.chance(OTHER_HOURS_AT_WEEKENDS) ? openingsOfOneDay(random) : workdays;
  const days = Array.from({ length: DAYS_A_WEEK }, (_, day) => (day < SATURDAY ? workdays : weekend));
  const order = [...days.keys()];
  random.shuffle(order);
  for (const closed of order.slice(0, random.choose(CLOSED_DAYS))) days[closed] = [];
  return weekOf(days, size);
}

function weekOf(days: readonly (readonly Opening[])[], size: Size): Week {
  const isOpen = Array.from({ length: DAYS_A_WEEK * 24 }, (_, hour) => {
    const middle = `${String(hour % 24).padStart(2, '0')}:30:00`;
    return (days[Math.floor(hour / 24)] ?? []).some(([start, end]) => start <= middle && middle < end);
  });
  const weights = isOpen.map((open) => (open ? OPEN_TO_CLOSED : 1));
  const pollsPerWeight = (size.pollsPerDay * DAYS_A_WEEK * ARRIVING) / weights.reduce((sum, weight) => sum + weight, 0);
  return {
    rows: days.flatMap((openings, day) => openings.map(([start, end]) => `${day},${start},${end}`)),
    polls: weights.map((weight) => weight * pollsPerWeight),
  };
}

/** Alternates between up, for exponentially distributed times, and down, for minutes or hours. */
function makeChanges(seconds: number, random: Random): number[] {
  const meanUptime = random.logUniform(MEAN_UPTIME.least, MEAN_UPTIME.most);
  const changes: number[] = [];
  for (let down = random.exponential(meanUptime); down < seconds;) {
    const up = down + random.logUniform(OUTAGE.least, OUTAGE.most);
    changes.push(Math.floor(down), Math.floor(up));
    down = up + random.exponential(meanUptime);
  }
  // A grown array has spare capacity, which adds up over all stores; a copy has none.
  return changes.slice();
}

/** A UUID of version 4. */
function uuid(random: Random): string {
  const hex = Array.from({ length: 4 }, () => random.uint32().toString(16).padStart(8, '0')).join('');
  const version = `4${hex.slice(13, 16)}`;
  const variant = '89ab'.charAt(random.below(4)) + hex.slice(17, 20);
  return [hex.slice(0, 8), hex.slice(8, 12), version, variant, hex.slice(20)].join('-');
}

const ZONES: readonly Choice<string>[] = [
  [60, 'America/New_York'],
  [23, 'America/Los_Angeles'],
  [12, 'America/Chicago'],
  [3, 'America/Phoenix'],
  [1, 'America/Denver'],
  [0.5, 'America/Detroit'],
  [0.3, 'America/Indiana/Indianapolis'],
  [0.1, 'America/Boise'],
  [0.1, 'Pacific/Honolulu'],
];

const OPENS: readonly Choice<string>[] = [
  [12, '06:00:00'],
  [8, '07:00:00'],
  [6, '08:00:00'],
  [4, '09:00:00'],
  [14, '10:00:00'],
  [8, '10:30:00'],
  [34, '11:00:00'],
  [4, '11:30:00'],
  [4, '12:00:00'],
];

const CLOSES: readonly Choice<string>[] = [
  [3, '15:00:00'],
  [4, '19:00:00'],
  [7, '20:00:00'],
  [5, '20:30:00'],
  [12, '21:00:00'],
  [7, '21:30:00'],
  [2, '21:45:00'],
  [13, '22:00:00'],
  [4, '22:30:00'],
  [10, '23:00:00'],
  [3, '23:30:00'],
  [12, '23:59:00'],
  [14, '23:59:59'],
];

const OPENS_INTO_THE_NIGHT: readonly Choice<string>[] = [
  [8, '06:00:00'],
  [20, '10:00:00'],
  [40, '11:00:00'],
  [10, '16:00:00'],
  [10, '17:00:00'],
  [12, '18:00:00'],
];

const CLOSES_IN_THE_NIGHT: readonly Choice<string>[] = [
  [4, '00:30:00'],
  [32, '01:00:00'],
  [6, '01:30:00'],
  [32, '02:00:00'],
  [5, '02:30:00'],
  [13, '03:00:00'],
  [8, '04:00:00'],
];

const KINDS_OF_HOURS: readonly Choice<(random: Random) => readonly Opening[]>[] = [
  [64, oneOpening],
  [12, wholeDay],
  [19, intoTheNight],
  [5, twoOpenings],
];

const CLOSED_DAYS: readonly Choice<number>[] = [
  [81, 0],
  [13, 1],
  [4, 2],
  [2, 6],
];

function oneOpening(random: Random): Opening[] {
  return [[random.choose(OPENS), random.choose(CLOSES)]];
}

function wholeDay(random: Random): Opening[] {
  return [['00:00:00', random.chance(2 / 3) ? '23:59:00' : '23:59:59']];
}

/** Hours that pass midnight are split at midnight. */
function intoTheNight(random: Random): Opening[] {
  return [
    ['00:00:00', random.choose(CLOSES_IN_THE_NIGHT)],
    [random.choose(OPENS_INTO_THE_NIGHT), '23:59:59'],
  ];
}

/** Breakfast and then the rest of the day, or lunch and dinner. */
function twoOpenings(random: Random): Opening[] {
  if (random.chance(0.4)) {
    return [
      ['06:30:00', '10:19:00'],
      ['10:20:00', '23:30:00'],
    ];
  }
  return [
    ['11:00:00', '14:30:00'],
    [random.chance(0.5) ? '16:30:00' : '17:00:00', random.chance(0.5) ? '21:30:00' : '22:00:00'],
  ];
}
