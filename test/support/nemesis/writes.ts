import type { NaiveOpening } from '../../property/naive/store';
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
  const { path, body } = putOf(content);
  return { path: `/stores/${path}`, body: JSON.stringify(body).padEnd(bytes) };
}

function putOf({ zones, hours, specialHours }: Content): { readonly path: string; readonly body: object } {
  const [zone] = zones ?? [];
  if (zone) return { path: `${zone.storeId}/timezone`, body: { timezone: zone.timezone, effective_from: zone.from } };
  const [special] = specialHours ?? [];
  if (special) {
    const { storeId, date, rows } = special;
    return { path: `${storeId}/special-hours/${date}`, body: rows.length > 0 ? { hours: rows.map(opening) } : CLOSED };
  }
  const [set] = hours ?? [];
  const { storeId = '', rows = [], from } = set ?? {};
  const week =
    rows === 'closed' ? CLOSED : { hours: rows.map((row) => ({ dayOfWeek: row.dayOfWeek, ...opening(row) })) };
  return { path: `${storeId}/business-hours`, body: { ...week, effective_from: from } };
}

const CLOSED = { closed: true };

function opening({ opens, closes }: NaiveOpening) {
  return { opens: time(opens), closes: time(closes) };
}

/** The kind and the body of a file. */
export function file({ content, bytes }: Write): { readonly kind: string; readonly body: string } {
  const [kind, lines] = linesOf(content);
  return { kind, body: `${lines.join('\n')}\n`.padEnd(bytes, '\n') };
}

function linesOf({ observations, zones, hours, specialHours, closures }: Content): [kind: string, lines: string[]] {
  if (observations) {
    const lines = observations.map(({ storeId, at, active }) => `${storeId},${status(active)},${iso(at)}`);
    return ['store-status', ['store_id,status,timestamp_utc', ...lines]];
  }
  if (zones) {
    const lines = zones.map(({ storeId, timezone, from = '' }) => `${storeId},${timezone},${from}`);
    return ['timezones', ['store_id,timezone_str,effective_from', ...lines]];
  }
  if (specialHours) {
    const lines = specialHours.flatMap(({ storeId, date, rows }) =>
      rows.length === 0 ? [`${storeId},${date},,`] : rows.map((row) => `${storeId},${date},${times(row)}`),
    );
    return ['special-hours', ['store_id,date,start_time_local,end_time_local', ...lines]];
  }
  if (closures) {
    const lines = closures.map(({ storeId, from, to }) => `${storeId},${iso(from)},${iso(to)},refit`);
    return ['closures', ['store_id,from,to,reason', ...lines]];
  }
  const lines = (hours ?? []).flatMap(({ storeId, rows, from = '' }) => {
    if (rows === 'closed') throw new TypeError('a file cannot say closed');
    return rows.map((row) => `${storeId},${row.dayOfWeek},${times(row)},${from}`);
  });
  return ['business-hours', ['store_id,dayOfWeek,start_time_local,end_time_local,effective_from', ...lines]];
}

function times({ opens, closes }: NaiveOpening): string {
  return `${time(opens)},${time(closes)}`;
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
