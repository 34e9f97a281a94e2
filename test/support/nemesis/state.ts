import { formatLocalTime } from '../../../src/common/timestamp';
import { naiveRow } from '../../property/naive/report';
import type { NaiveClosure, NaiveOpening, NaiveWeek } from '../../property/naive/store';
import { REPORT_HEADER } from '../reports/header';

/** What one import says. Instants are in microseconds, dates are local, such as `2024-10-05`. */
export interface Content {
  readonly observations?: readonly { readonly storeId: string; readonly at: number; readonly active: boolean }[];
  readonly zones?: readonly Version<{ readonly timezone: string }>[];
  readonly hours?: readonly Version<{ readonly rows: NaiveWeek | 'closed' }>[];
  /** No openings: closed. */
  readonly specialHours?: readonly { readonly storeId: string; readonly date: string; readonly rows: NaiveOpening[] }[];
  /** Of a store, or of all (`*`). */
  readonly closures?: readonly ({ readonly storeId: string } & NaiveClosure)[];
}

/** What is in force of a store from a date on; without one: from the beginning, and in place of all versions. */
type Version<T> = T & { readonly storeId: string; readonly from?: string };

/** Versions by their dates, the undated one by an empty one. */
type Versions<T> = Map<string, T>;

interface StoreState {
  readonly zones: Versions<string>;
  readonly hours: Versions<NaiveWeek | 'closed'>;
  readonly specialHours: Map<string, NaiveOpening[]>;
  readonly observations: Map<number, boolean>;
}

/** The data after some imports, worked out one row after the other. */
export class State {
  private readonly stores = new Map<string, StoreState>();
  private readonly closures: NonNullable<Content['closures']>[number][] = [];

  /** Adds an import; returns how many observations changed something. */
  apply({ observations = [], zones = [], hours = [], specialHours = [], closures = [] }: Content): number {
    let changes = 0;
    for (const { storeId, at, active } of observations) {
      const known = this.store(storeId).observations;
      if (known.get(at) !== active) changes++;
      known.set(at, active);
    }
    for (const { storeId, timezone, from } of zones) setVersion(this.store(storeId).zones, timezone, from);
    for (const { storeId, rows, from } of hours) setVersion(this.store(storeId).hours, rows, from);
    for (const { storeId, date, rows } of specialHours) this.store(storeId).specialHours.set(date, rows);
    this.closures.push(...closures);
    return changes;
  }

  /** The instant of the latest observation. */
  get latest(): number {
    return Math.max(...[...this.stores.values()].flatMap(({ observations }) => [...observations.keys()]));
  }

  /** The report that the naive implementation computes. */
  report(asOf: number): string {
    const rows = this.sorted().map(([storeId, { zones, hours, specialHours, observations }]) => {
      const { '': timezone = 'America/Chicago', ...laterTimezones } = Object.fromEntries(zones);
      const { '': week = [], ...laterHours } = Object.fromEntries(hours);
      if (week === 'closed') throw new TypeError('only a dated version says closed here');
      const store = {
        ...{ timezone, laterTimezones, hours: week, laterHours, specialHours: Object.fromEntries(specialHours) },
        endOfDayGrace: false,
        observations: [...observations].map(([at, active]) => ({ at, active })),
        closures: this.closures.filter((closure) => ['*', storeId].includes(closure.storeId)),
      };
      return `${naiveRow(storeId, store, asOf)}\n`;
    });
    return REPORT_HEADER + rows.join('');
  }

  /** One line for everything that is known of a store, in the form of `STORED`. */
  lines(): string[] {
    return this.sorted().map(([storeId, { zones, hours, specialHours, observations }]) => {
      const polls = [...observations].sort(([a], [b]) => a - b).map(([at, active]) => `${at} ${active}`);
      return [
        storeId,
        byDate(zones, String),
        byDate(hours, weekText),
        byDate(specialHours, dayText),
        polls.join(),
      ].join('; ');
    });
  }

  /** The same of closures, in the form of `STORED_CLOSURES`. */
  closureLines(): string[] {
    return [...new Set(this.closures.map(({ storeId, from, to }) => `${storeId} ${from} ${to}`))].sort();
  }

  private sorted(): [string, StoreState][] {
    return [...this.stores].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private store(storeId: string): StoreState {
    const found = this.stores.get(storeId) ?? {
      ...{ zones: new Map(), hours: new Map(), specialHours: new Map(), observations: new Map() },
    };
    this.stores.set(storeId, found);
    return found;
  }
}

function setVersion<T>(versions: Versions<T>, version: T, from: string | undefined): void {
  if (from === undefined) versions.clear();
  versions.set(from ?? '', version);
}

function byDate<T>(versions: ReadonlyMap<string, T>, textOf: (version: T) => string): string {
  return [...versions]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, version]) => `${date}=${textOf(version)}`)
    .join('|');
}

function weekText(rows: NaiveWeek | 'closed'): string {
  if (rows === 'closed') return rows;
  return rows
    .map((row) => `${row.dayOfWeek} ${dayText([row])}`)
    .sort()
    .join();
}

function dayText(rows: readonly NaiveOpening[]): string {
  return rows.map(({ opens, closes }) => `${formatLocalTime(opens)} ${formatLocalTime(closes)}`).join() || 'closed';
}

const micros = (time: string) => `(extract(epoch FROM ${time}) * 1000000)::bigint`;

const versions = (column: string) =>
  `coalesce((SELECT string_agg(key || '=' || value, '|' ORDER BY key COLLATE "C") FROM jsonb_each_text(${column})), '')`;

/** SQL: what is stored of each store, in one line. */
export const STORED = `
  SELECT concat_ws('; ', store_id, ${versions('timezones')}, ${versions('hours')}, ${versions('special_hours')},
    coalesce((SELECT string_agg(concat_ws(' ', ${micros('observed_at')}, active::text), ',' ORDER BY observed_at)
      FROM observation WHERE observation.store_key = store.store_key), '')) AS line
  FROM store LEFT JOIN schedule USING (store_id) ORDER BY store_id COLLATE "C"`;

/** SQL: the closures that are stored, a line each. */
export const STORED_CLOSURES = `
  SELECT concat_ws(' ', store_id, ${micros('starts_at')}, ${micros('ends_at')}) COLLATE "C" AS line FROM closure ORDER BY line`;
