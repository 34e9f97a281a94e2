import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { isInCommon } from '../../calculator/incidents/incident-figures';
import { attributeKey } from '../../stores/attributes/attribute-values';
import { StoreAttributes } from '../../stores/attributes/store-attributes';
import { type Grouping, TIMEZONE } from '../../stores/attributes/store-groups';
import type { InCommon, IncidentDraft } from './incident';

/** The stores with which those of incidents are compared. */
export interface Fleet {
  /** How many of them are in each zone. */
  readonly zones: ReadonlyMap<string, number>;
  /** Undefined: all that there are. */
  readonly matching: ReadonlySet<string> | undefined;
}

/** How many stores have each value of each attribute. */
type Counts = Map<string, Map<string, number>>;

/** Finds out what the stores of incidents have in common: zones and attributes (docs/rules.md, R43). */
@Injectable()
export class InCommonReader {
  constructor(private readonly attributes: StoreAttributes) {}

  /**
   * For each of some incidents, in the caller's transaction: what most of its stores have comes first.
   * @param by by what the groups are, which says nothing new about their stores
   */
  async read(
    client: PoolClient,
    by: Grouping,
    incidents: readonly IncidentDraft[],
    { zones, matching }: Fleet,
  ): Promise<InCommon[][]> {
    const known = new Set(by.map(attributeKey));
    const names = new Map(
      [...(await this.attributes.names(client))].filter(([key]) => key !== TIMEZONE && !known.has(key)),
    );
    const keys = [...names.keys()];
    const all = [...zones.values()].reduce((sum, stores) => sum + stores, 0);
    const found = await this.countIn(client, keys, incidents);
    const frequent: Counts = new Map();
    for (const [index, { stores }] of incidents.entries()) {
      for (const [key, values] of found[index] ?? []) {
        for (const [value, count] of values)
          if (isInCommon({ ofIncident: count, ofAll: 0 }, { ofIncident: stores.length, ofAll: all }))
            valuesOf(frequent, key).set(value, 0);
      }
    }
    await this.countOf(client, keys, frequent, matching);
    return incidents.map(({ stores, zones: own }, index) => {
      const shared = [...(found[index] ?? [])].flatMap(([key, values]) =>
        [...values].map(([value, ofIncident]) => {
          const ofAll = frequent.get(key)?.get(value) ?? 0;
          return { attribute: names.get(key) ?? key, value, having: { ofIncident, ofAll } };
        }),
      );
      const inZones = [...(known.has(TIMEZONE) ? [] : own)].map(([value, ofIncident]) => {
        return { attribute: TIMEZONE, value, having: { ofIncident, ofAll: zones.get(value) ?? 0 } };
      });
      return [...inZones, ...shared]
        .filter(({ having }) => isInCommon(having, { ofIncident: stores.length, ofAll: all }))
        .map(({ having: { ofIncident, ofAll }, ...each }) => {
          return { ...each, share: ofIncident / stores.length, shareOfFleet: ofAll / all };
        })
        .sort(mostFirst);
    });
  }

  /** How many stores of each incident have each value. */
  private async countIn(
    client: PoolClient,
    keys: readonly string[],
    incidents: readonly IncidentDraft[],
  ): Promise<Counts[]> {
    const counts = incidents.map((): Counts => new Map());
    const countsOf = new Map<string, Counts[]>();
    for (const [index, { stores }] of incidents.entries()) {
      for (const { storeId } of stores)
        countsOf.set(storeId, [...(countsOf.get(storeId) ?? []), ...counts.slice(index, index + 1)]);
    }
    await this.attributes.readAll(client, keys, (storeId, values) => {
      for (const ofIncident of countsOf.get(storeId) ?? []) {
        for (const [each, value] of values.entries()) {
          if (value === undefined) continue;
          const ofKey = valuesOf(ofIncident, keys[each] ?? '');
          ofKey.set(value, (ofKey.get(value) ?? 0) + 1);
        }
      }
    });
    return counts;
  }

  /** Counts the stores that have one of some values, of those that match. */
  private async countOf(
    client: PoolClient,
    keys: readonly string[],
    counts: Counts,
    matching: Fleet['matching'],
  ): Promise<void> {
    if (counts.size === 0) return;
    const wanted = keys.filter((key) => counts.has(key));
    await this.attributes.readAll(client, wanted, (storeId, values) => {
      if (matching?.has(storeId) === false) return;
      for (const [index, value] of values.entries()) {
        const ofKey = counts.get(wanted[index] ?? '');
        const count = value === undefined ? undefined : ofKey?.get(value);
        if (value !== undefined && count !== undefined) ofKey?.set(value, count + 1);
      }
    });
  }
}

function valuesOf(counts: Counts, key: string): Map<string, number> {
  let values = counts.get(key);
  if (!values) {
    values = new Map<string, number>();
    counts.set(key, values);
  }
  return values;
}

function mostFirst(a: InCommon, b: InCommon): number {
  return b.share - a.share || a.shareOfFleet - b.shareOfFleet || (a.attribute < b.attribute ? -1 : 1);
}
