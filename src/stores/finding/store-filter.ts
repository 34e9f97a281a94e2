import { attributeKey } from '../attributes/attribute-values';
import { patternOf } from './searched-text';

/** An attribute of which a store must have one of some values; an empty value: the stores without the attribute. */
export interface AttributeLimit {
  /** As it was first written. */
  readonly name: string;
  readonly values: readonly string[];
}

/** Which stores are wanted: those that match all of it (docs/rules.md, R44). */
export interface StoreFilter {
  /** What is somewhere in their id or name, as from `folded`; empty: all. */
  readonly part: string;
  readonly attributes: readonly AttributeLimit[];
  /** Undefined: all. */
  readonly zones: WantedZones | undefined;
}

/** Time zones, one of which must be in force. */
interface WantedZones {
  readonly names: readonly string[];
  /** Whether stores without a zone are wanted, for which the default one is in force. */
  readonly hasDefault: boolean;
}

/** Matches all stores. */
export const NO_FILTER: StoreFilter = { part: '', attributes: [], zones: undefined };

/** Values by attribute, as a report keeps its limits. */
export type LimitsByName = Readonly<Record<string, readonly string[]>>;

/** A filter by attributes alone; undefined: there are no limits. */
export function filterBy(limits: LimitsByName | null): StoreFilter | undefined {
  return limits
    ? { ...NO_FILTER, attributes: Object.entries(limits).map(([name, values]) => ({ name, values })) }
    : undefined;
}

/** Whether a filter leaves no store out. */
export function isUnfiltered({ part, attributes, zones }: StoreFilter): boolean {
  return part === '' && attributes.length === 0 && zones === undefined;
}

/** A filter that leaves time zones to others, such as those of a report, which may have other ones than the schedules have now. */
export function apartFromZones(filter: StoreFilter): StoreFilter {
  return { ...filter, zones: undefined };
}

/** Whether a filter wants a store in which a zone is in force. */
export function isInZone({ zones }: StoreFilter, zone: string): boolean {
  return zones?.names.includes(zone) ?? true;
}

/** Writes a value into SQL: as a literal, or as a parameter. */
export type Bind = (value: string) => string;

/** Makes values parameters that come after those in a list, to which it adds them. */
export function parametersIn(list: unknown[]): Bind {
  return (value) => `$${list.push(value)}`;
}

/**
 * SQL: whether a row with `store_id` and `bucket` is of a store that matches a filter, as far as one statement can tell. Which of the zones
 * that a store has, had or will have is in force, `isInZone` tells.
 * @param row the table of the row, or what it is called
 */
export function matches({ part, attributes, zones }: StoreFilter, row: string, bind: Bind): string {
  const conditions = attributes.map((limit) => hasValue(limit, row, bind));
  if (part !== '') conditions.push(`EXISTS (${of('store_search', row)} AND searched LIKE ${bind(patternOf(part))})`);
  if (zones) conditions.push(hasZone(zones, row, bind));
  return conditions.length === 0 ? 'true' : conditions.join(' AND ');
}

/**
 * SQL: `FROM` and `WHERE` for the rows `store`, with `store_id` and `bucket`, of the stores that match a filter, as `matches`. What is searched
 * for is looked up where it is, without a join: PostgreSQL cannot tell well how many rows of a join match.
 */
export function fromStores(filter: StoreFilter, bind: Bind): string {
  if (filter.part === '') return `FROM store WHERE ${matches(filter, 'store', bind)}`;
  const others = matches({ ...filter, part: '' }, 'store', bind);
  return `FROM store_search store WHERE searched LIKE ${bind(patternOf(filter.part))} AND ${others}`;
}

function hasValue({ name, values }: AttributeLimit, row: string, bind: Bind): string {
  const key = attributeKey(name);
  const alternatives: string[] = [];
  const wanted = values.filter((value) => value !== '');
  if (wanted.length > 0) {
    // Each on its own, as the index of the values is used for @> alone.
    const isOne = wanted.map((value) => `attributes @> ${bind(JSON.stringify({ [key]: value }))}::jsonb`);
    alternatives.push(`EXISTS (${of('store_attributes', row)} AND (${isOne.join(' OR ')}))`);
  }
  if (wanted.length < values.length) {
    alternatives.push(`NOT EXISTS (${of('store_attributes', row)} AND attributes ? ${bind(key)})`);
  }
  return `(${alternatives.join(' OR ')})`;
}

/** The zone in force before the first version is the default one too. */
function hasZone({ names, hasDefault }: WantedZones, row: string, bind: Bind): string {
  const wanted = [...names, ...(hasDefault ? [''] : [])].map((name) => `${bind(name)}::text`);
  const isOne = `EXISTS (SELECT FROM jsonb_each_text(timezones) AS zone WHERE zone.value IN (${wanted.join(', ')}))`;
  return hasDefault
    ? `NOT EXISTS (${of('schedule', row)} AND timezones ? '' AND NOT ${isOne})`
    : `EXISTS (${of('schedule', row)} AND ${isOne})`;
}

/** SQL: the row of a store in another table. */
function of(table: 'schedule' | 'store_attributes' | 'store_search', row: string): string {
  return `SELECT FROM ${table} WHERE ${table}.store_id = ${row}.store_id AND ${table}.bucket = ${row}.bucket`;
}
