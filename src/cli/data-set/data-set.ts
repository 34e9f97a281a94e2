import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../../calculator/instants';
import { offsetAt, zoneOf } from '../../calculator/schedule/zones';
import { Random } from '../../common/random';
import { checked } from '../../calculator/arrays/checked';
import { type Event, plantEvent } from './event';
import { makeStores, type Size, type Store } from './sample-stores';
import { storeNames } from './store-names';

/** What to generate. The same values produce the same bytes. */
export interface DataSet extends Size {
  /** 0 to 2³² − 1. */
  readonly seed: number;
  /** The end of the observations; by default `ENDING_AT`. */
  readonly endingAt?: Micros;
  /** Observations from here on are left out; by default, none are. */
  readonly until?: Micros;
  /** What took many stores down together; by default, nothing did. */
  readonly event?: Event;
  /** How many stores are no longer polled: each for twenty hours longer than the one before it, up to `until`. By default, none. */
  readonly silent?: number;
}

/** 2024-10-14T00:00:00Z: fixed, so that a data set does not depend on the day on which it is generated. */
export const ENDING_AT: Micros = Date.UTC(2024, 9, 14) * 1000;

/** Between two stores that are no longer polled. */
const SILENCE = 20 * HOUR;

/** Stores are polled in sweeps that begin on the hour; a sweep reaches half of them within six minutes. */
const MEAN_LAG = 8 * MINUTE;

/** The zone that decides when a store without a zone is polled. */
const FALLBACK_ZONE = 'America/Chicago';

const HOURS_A_WEEK = 7 * 24;
/** 1970-01-01 was a Thursday: the hour at which it began, counted from Monday at midnight. */
const FIRST_HOUR_OF_WEEK = 3 * 24;

const CHUNK_SIZE = 64 * 1024;
const LONGEST_LINE = 128;

/**
 * Writes a realistic data set into a folder, as `timezones.csv`, `menu_hours.csv`, `store_status.csv` and `stores.csv`. Rows
 * are streamed: memory holds the stores and their outages, never the observations. Returns the ids of the stores.
 */
export async function writeDataSet(dataSet: DataSet, folder: string): Promise<string[]> {
  const random = new Random(dataSet.seed);
  const made = makeStores(dataSet, random);
  const stores = dataSet.event ? plantEvent(made, dataSet.event, dataSet.seed, startOf(dataSet)) : made;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'timezones.csv'), timezones(stores));
  await writeFile(join(folder, 'menu_hours.csv'), businessHours(stores, random));
  await writeFile(join(folder, 'store_status.csv'), observations(dataSet, stores, random));
  await writeFile(join(folder, 'stores.csv'), namesAndAttributes(stores, dataSet.seed));
  return stores.map(({ id }) => id);
}

function startOf({ days, endingAt = ENDING_AT }: DataSet): Micros {
  return endingAt - days * DAY;
}

function* namesAndAttributes(stores: readonly Store[], seed: number): Generator<string> {
  const nameOf = storeNames(seed);
  let lines = 'store_id,name,region,brand,platform\n';
  for (const { id, zone } of stores) {
    const { name, region, brand, platform } = nameOf(zone);
    lines += `${id},"${name}",${region},${brand},${platform}\n`;
    if (lines.length < CHUNK_SIZE) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

function* timezones(stores: readonly Store[]): Generator<string> {
  let lines = 'store_id,timezone_str\n';
  for (const { id, zone } of stores) {
    if (zone !== undefined) lines += `${id},${zone}\n`;
    if (lines.length < CHUNK_SIZE) continue;
    yield lines;
    lines = '';
  }
  yield lines;
}

/** As in real files, a store's days are in no order, and rows that start at midnight are far from the others. */
function* businessHours(stores: readonly Store[], random: Random): Generator<string> {
  let lines = 'store_id,dayOfWeek,start_time_local,end_time_local\n';
  for (const fromMidnight of [true, false]) {
    for (const { id, week } of stores) {
      const rows = week.rows.filter((row) => row.includes(',00:00:00,') === fromMidnight);
      random.shuffle(rows);
      for (const row of rows) lines += `${id},${row}\n`;
      if (lines.length < CHUNK_SIZE) continue;
      yield lines;
      lines = '';
    }
  }
  yield lines;
}

/**
 * Each round visits every store once, in a new random order. All stores go through the hours in the same random order, but
 * each starts elsewhere in it: as in real files, every part has rows of all stores and all days.
 *
 * All chunks share one buffer, refilled once it has been written: millions of short-lived strings would take several times
 * the memory.
 */
function* observations(dataSet: DataSet, stores: readonly Store[], random: Random): Generator<Buffer> {
  const hours = dataSet.days * 24;
  const start = startOf(dataSet);
  const { until = start + hours * HOUR, silent = 0 } = dataSet;
  const polledUntil = new Map(stores.slice(0, silent).map(({ id }, index) => [id, until - (index + 1) * SILENCE]));
  const localHourOf = localHours(start, hours);
  const order = [...Array(hours).keys()];
  random.shuffle(order);
  const shuffled = [...stores];
  const writeTimestamp = timestampWriter(start, hours);
  const chunk = Buffer.alloc(CHUNK_SIZE);
  let end = chunk.write('store_id,status,timestamp_utc\n');
  for (let round = 0; round < hours; round++) {
    random.shuffle(shuffled);
    for (const store of shuffled) {
      const hour = checked(order[(store.firstHour + round) % hours]);
      const localHour = localHourOf(store.zone ?? FALLBACK_ZONE, hour);
      const polls = Math.floor(checked(store.week.polls[localHour]) + random.fraction());
      for (let poll = 0; poll < polls; poll++) {
        const lag = Math.floor((poll * HOUR) / polls + random.exponential(MEAN_LAG));
        const sinceStart = hour * HOUR + (lag % HOUR);
        if (start + sinceStart >= (polledUntil.get(store.id) ?? until)) continue;
        end += chunk.write(store.id, end, 'latin1');
        end += chunk.write(isActive(store, sinceStart) ? ',active,' : ',inactive,', end, 'latin1');
        end = writeTimestamp(start + sinceStart, chunk, end);
        end += chunk.write(' UTC\n', end, 'latin1');
        if (end < CHUNK_SIZE - LONGEST_LINE) continue;
        yield chunk.subarray(0, end);
        end = 0;
      }
    }
  }
  yield chunk.subarray(0, end);
}

/** A function for the local hour of the week, 0 = Monday at midnight, in any hour of the data set. */
function localHours(start: Micros, hours: number): (zone: string, hour: number) => number {
  const tables = new Map<string, readonly number[]>();
  const hoursOfWeek = (zone: string): readonly number[] =>
    Array.from({ length: hours }, (_, hour) => {
      const instant = start + hour * HOUR;
      const localHour = Math.floor((instant + offsetAt(zoneOf(zone), instant)) / HOUR);
      return (localHour + FIRST_HOUR_OF_WEEK) % HOURS_A_WEEK;
    });
  return (zone, hour) => {
    const table = tables.get(zone) ?? hoursOfWeek(zone);
    tables.set(zone, table);
    return checked(table[hour]);
  };
}

function isActive({ changes }: Store, sinceStart: Micros): boolean {
  const seconds = sinceStart / SECOND;
  let passed = 0;
  while ((changes[passed] ?? Infinity) <= seconds) passed++;
  return passed % 2 === 0;
}

/**
 * A function that writes an instant like `2024-10-03 23:33:20.412748`, without trailing zeros, and returns the index after
 * it. The text of each minute is prepared in advance: there are far fewer minutes than observations.
 */
function timestampWriter(start: Micros, hours: number): (instant: Micros, bytes: Buffer, at: number) => number {
  const firstMinute = Math.floor(start / MINUTE);
  const minutes = Array.from({ length: hours * 60 + 1 }, (_, minute) =>
    new Date((firstMinute + minute) * 60_000).toISOString().slice(0, 'yyyy-mm-ddThh:mm:'.length).replace('T', ' '),
  );
  return (instant, bytes, at) => {
    const minute = minutes[Math.floor(instant / MINUTE) - firstMinute] ?? '';
    const second = at + bytes.write(minute, at, 'latin1');
    writeDigits(Math.floor((instant % MINUTE) / SECOND), 2, bytes, second);
    bytes.write('.', second + 2, 'latin1');
    writeDigits(instant % SECOND, 6, bytes, second + 3);
    let end = second + 9;
    while (bytes[end - 1] === ZERO) end--;
    return end === second + 3 ? second + 2 : end;
  };
}

const ZERO = '0'.charCodeAt(0);

function writeDigits(value: number, digits: number, bytes: Buffer, at: number): void {
  let rest = value;
  for (let digit = at + digits - 1; digit >= at; digit--) {
    bytes[digit] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
}
