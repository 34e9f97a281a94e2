import type { Content } from './state';

/** Longer than any content. */
const SHORTEST = 8_000;

/** An import that a client has sent, perhaps several times. */
export interface Write {
  readonly content: Content;
  /** The length of its body, by which its record is known: no other write has it. */
  readonly bytes: number;
  /** The id of its import, if the service has confirmed it. */
  importId?: string;
}

/** All that clients have sent. */
export class Writes {
  readonly all: Write[] = [];

  begin(content: Content): Write {
    const write = { content, bytes: SHORTEST + this.all.length };
    this.all.push(write);
    return write;
  }
}

/** The body for `POST /observations`. */
export function observationsBody({ content, bytes }: Write): string {
  const observations = (content.observations ?? []).map(({ storeId, at, active }) => ({
    store_id: storeId,
    status: status(active),
    timestamp_utc: iso(at),
  }));
  return JSON.stringify({ observations }).padEnd(bytes);
}

/** The path and the body of the `PUT` for the one store of a write. */
export function putRequest({ content, bytes }: Write): { readonly path: string; readonly body: string } {
  const [zone] = content.zones ?? [];
  if (zone)
    return {
      path: `/stores/${zone.storeId}/timezone`,
      body: JSON.stringify({ timezone: zone.timezone }).padEnd(bytes),
    };
  const [set] = content.hours ?? [];
  const hours = (set?.rows ?? []).map(({ dayOfWeek, opens, closes }) => ({
    dayOfWeek,
    opens: time(opens),
    closes: time(closes),
  }));
  return { path: `/stores/${set?.storeId ?? ''}/business-hours`, body: JSON.stringify({ hours }).padEnd(bytes) };
}

/** The kind and the body of a file. */
export function file({ content, bytes }: Write): { readonly kind: string; readonly body: string } {
  const { observations, zones, hours } = content;
  const [kind, lines] = observations
    ? [
        'store-status',
        [
          'store_id,status,timestamp_utc',
          ...observations.map(({ storeId, at, active }) => `${storeId},${status(active)},${iso(at)}`),
        ],
      ]
    : zones
      ? ['timezones', ['store_id,timezone_str', ...zones.map(({ storeId, timezone }) => `${storeId},${timezone}`)]]
      : [
          'business-hours',
          [
            'store_id,dayOfWeek,start_time_local,end_time_local',
            ...(hours ?? []).flatMap(({ storeId, rows }) =>
              rows.map(({ dayOfWeek, opens, closes }) => `${storeId},${dayOfWeek},${time(opens)},${time(closes)}`),
            ),
          ],
        ];
  return { kind, body: `${lines.join('\n')}\n`.padEnd(bytes, '\n') };
}

function status(active: boolean): string {
  return active ? 'active' : 'inactive';
}

function iso(micros: number): string {
  return new Date(micros / 1000).toISOString();
}

function time(micros: number): string {
  return iso(micros).slice(11, 19);
}
