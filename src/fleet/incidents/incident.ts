import { createHash } from 'node:crypto';
import type { CountingTerms } from '../../calculator/figures/terms';
import type { Downtime } from '../../calculator/incidents/downtimes';
import { endOf } from '../../calculator/incidents/incident-figures';
import type { IncidentLimits, UnusualStretch } from '../../calculator/incidents/unusual-stretches';
import type { Interval, Micros } from '../../calculator/instants';
import type { GroupKey, Grouping } from '../../stores/attributes/store-groups';
import type { StoreFilter } from '../../stores/finding/store-filter';
import type { StoreOverTime } from '../over-time/stores-over-time';

/** Which incidents to find. */
export interface IncidentQuery {
  readonly range: Interval;
  readonly by: Grouping;
  /** Of which stores; the others count nowhere. */
  readonly filter: StoreFilter;
  /** Within what time outages are counted together. */
  readonly within: Micros;
  readonly limits: IncidentLimits;
  readonly terms: CountingTerms;
}

/** A store of an incident, with its outages in it together. */
export interface IncidentStore {
  readonly storeId: string;
  /** When it went down: the first instant that it lost. */
  readonly from: Micros;
  /** When it was up again; undefined: it is still down at the end of the range. */
  readonly to: Micros | undefined;
  /** The business time that it lost. */
  readonly lost: Micros;
}

/** A value that far more of an incident's stores have than of all. */
export interface InCommon {
  /** An attribute, or `timezone`. */
  readonly attribute: string;
  readonly value: string;
  readonly share: number;
  readonly shareOfFleet: number;
}

/** Outages of a group that began together, far more than usual (docs/rules.md, R41 to R43). */
export interface Incident {
  readonly id: string;
  readonly key: GroupKey;
  /** When the first of its stores went down. */
  readonly from: Micros;
  /** When the last one did. */
  readonly lastDownAt: Micros;
  /** When nine in ten were up again; undefined: they are not at the end of the range. */
  readonly to: Micros | undefined;
  /** How many stores go down in the worst window of an ordinary day. */
  readonly usual: number;
  /** How many stores of the group were open at some time while its stores went down. */
  readonly storesOpen: number;
  /** Those that lost the most come first; of several, by id. */
  readonly stores: readonly IncidentStore[];
  /** How many of them are still down at the end of the range. */
  readonly stillDown: number;
  /** The business time that they lost. */
  readonly lost: bigint;
  readonly inCommon: readonly InCommon[];
}

/** What is found of an incident, store by store. */
export class IncidentDraft {
  storesOpen = 0;
  readonly stores: IncidentStore[] = [];
  /** How many of them are in each time zone. */
  readonly zones = new Map<string, number>();

  constructor(
    readonly key: GroupKey,
    readonly stretch: UnusualStretch,
  ) {}

  /**
   * Adds a store of the group, if it is one of the incident's.
   * @param open when it was open, apart from closures
   * @param downtimes all of its downtimes
   */
  add({ storeId, zone }: StoreOverTime, open: readonly Interval[], downtimes: readonly Downtime[]): void {
    const { from, to } = this.stretch;
    if (open.some((each) => each.from < to && each.to > from)) this.storesOpen++;
    const own = downtimes.filter((downtime) => downtime.from >= from && downtime.from < to);
    const [first] = own;
    const end = own.at(-1)?.to;
    if (!first || end === undefined) return;
    const lost = own.reduce((sum, downtime) => sum + downtime.lost, 0);
    this.stores.push({ storeId, from: first.from, to: end === Infinity ? undefined : end, lost });
    this.zones.set(zone, (this.zones.get(zone) ?? 0) + 1);
  }

  /** @param inCommon what its stores have in common */
  finished(by: Grouping, inCommon: readonly InCommon[]): Incident {
    const starts = this.stores.map((store) => store.from).sort((a, b) => a - b);
    const [from = this.stretch.from] = starts;
    const to = endOf(this.stores.map((store) => store.to ?? Infinity));
    return {
      id: idOf(by, this.key, from),
      key: this.key,
      from,
      lastDownAt: starts.at(-1) ?? from,
      to: to === Infinity ? undefined : to,
      usual: this.stretch.usual,
      storesOpen: this.storesOpen,
      stores: this.stores.toSorted((a, b) => b.lost - a.lost || (a.storeId < b.storeId ? -1 : 1)),
      stillDown: this.stores.filter((store) => store.to === undefined).length,
      lost: this.stores.reduce((sum, { lost }) => sum + BigInt(lost), 0n),
      inCommon,
    };
  }
}

/** The same for the same group and beginning, whatever the range. */
function idOf(by: Grouping, key: GroupKey, from: Micros): string {
  return createHash('sha256')
    .update(JSON.stringify([by, key, from]))
    .digest('hex')
    .slice(0, ID_LENGTH);
}

const ID_LENGTH = 16;
/** The id of an incident. */
export const INCIDENT_ID = /^[0-9a-f]{16}$/;
