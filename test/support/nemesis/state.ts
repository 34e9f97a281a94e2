import { formatLocalTime } from '../../../src/common/timestamp';
import { naiveRow } from '../../property/naive/report';
import type { NaiveStore } from '../../property/naive/store';
import { REPORT_HEADER } from '../reports/header';

/** What one import says. Instants are in microseconds. */
export interface Content {
  readonly observations?: readonly { readonly storeId: string; readonly at: number; readonly active: boolean }[];
  readonly zones?: readonly { readonly storeId: string; readonly timezone: string }[];
  readonly hours?: readonly { readonly storeId: string; readonly rows: NaiveStore['hours'] }[];
}

interface StoreState {
  timezone: string | undefined;
  hours: NaiveStore['hours'];
  readonly observations: Map<number, boolean>;
}

/** The data after some imports, worked out one row after the other. */
export class State {
  private readonly stores = new Map<string, StoreState>();

  /** Adds an import; returns how many observations changed something. */
  apply({ observations = [], zones = [], hours = [] }: Content): number {
    let changes = 0;
    for (const { storeId, at, active } of observations) {
      const known = this.store(storeId).observations;
      if (known.get(at) !== active) changes++;
      known.set(at, active);
    }
    for (const { storeId, timezone } of zones) {
      this.store(storeId).timezone = timezone;
    }
    for (const { storeId, rows } of hours) {
      this.store(storeId).hours = rows;
    }
    return changes;
  }

  /** The instant of the latest observation. */
  get latest(): number {
    return Math.max(...[...this.stores.values()].flatMap(({ observations }) => [...observations.keys()]));
  }

  /** The report that the naive implementation computes. */
  report(asOf: number): string {
    const rows = this.sorted().map(([storeId, { timezone = 'America/Chicago', hours, observations }]) => {
      const polls = [...observations].map(([at, active]) => ({ at, active }));
      const store = { timezone, hours, endOfDayGrace: false, observations: polls };
      return `${naiveRow(storeId, store, asOf)}\n`;
    });
    return REPORT_HEADER + rows.join('');
  }

  /** One line for everything that is known of a store, in the form of `STORED`. */
  lines(): string[] {
    return this.sorted().map(([storeId, { timezone, hours, observations }]) => {
      const polls = [...observations].sort(([a], [b]) => a - b).map(([at, active]) => `${at} ${active}`);
      const rows = hours
        .map(({ dayOfWeek, opens, closes }) => `${dayOfWeek} ${formatLocalTime(opens)} ${formatLocalTime(closes)}`)
        .sort();
      return [storeId, timezone ?? '', rows.join(), polls.join()].join('; ');
    });
  }

  private sorted(): [string, StoreState][] {
    return [...this.stores].sort(([a], [b]) => (a < b ? -1 : 1));
  }

  private store(storeId: string): StoreState {
    const found = this.stores.get(storeId) ?? { timezone: undefined, hours: [], observations: new Map() };
    this.stores.set(storeId, found);
    return found;
  }
}

const micros = (time: string) => `(extract(epoch FROM ${time}) * 1000000)::bigint`;

/** SQL: what is stored of each store, in one line. */
export const STORED = `
  SELECT concat_ws('; ', store_id, coalesce(timezones ->> '', ''), coalesce(hours ->> '', ''),
    coalesce((SELECT string_agg(concat_ws(' ', ${micros('observed_at')}, active::text), ',' ORDER BY observed_at)
      FROM observation WHERE observation.store_key = store.store_key), '')) AS line
  FROM store LEFT JOIN schedule USING (store_id) ORDER BY store_id COLLATE "C"`;
