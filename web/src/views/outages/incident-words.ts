import { BY_ZONE, valueOf } from '../../api/attributes';
import type { Schemas } from '../../api/client';
import { share } from '../../format';

type Incident = Schemas['IncidentDto'];

/** The group of an incident: `region West`. */
export function groupText({ key }: Pick<Incident, 'key'>): string {
  const by = nameOf(Object.keys(key)[0] ?? BY_ZONE);
  const value = valueOf(key);
  return value === undefined ? `no ${by}` : `${by} ${value}`;
}

/** What far more stores of an incident have than of all: `platform doordash (100.00% of them, 30.00% of all)`. */
export function inCommonText({ attribute, value, ...shares }: Incident['in_common'][number]): string {
  return `${nameOf(attribute)} ${value} (${share(shares.share)} of them, ${share(shares.share_of_fleet)} of all)`;
}

function nameOf(by: string): string {
  return by === BY_ZONE ? 'time zone' : by;
}
