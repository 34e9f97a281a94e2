import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../../calculator/instants';
import { epochDay } from '../../common/timestamp';
import type { ObservationLimits } from '../observation';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';
import { KnownIds } from './store-index-cache';

const [ACTIVE, INACTIVE, UTC] = [Buffer.from('active'), Buffer.from('inactive'), Buffer.from(' UTC')];
const [ZERO, DASH, COLON, SPACE, POINT] = [0x30, 0x2d, 0x3a, 0x20, 0x2e];
/** Of a timestamp without decimals and zone: `2024-10-03 23:33:20`. */
const SECONDS_LENGTH = 19;
const YEARS = { first: 1700, last: 2200 };

/**
 * Reads rows of a store-status file as they almost all are straight from the bytes. Whatever is not exactly of that form
 * is left to `decodeObservation`, which alone knows every form, and why a row is wrong.
 */
export class ObservationScanner {
  private readonly known = new KnownIds();
  /** Of the row that was read last. */
  place = 0;
  active = false;
  observedAt: Micros = 0;

  /** Reads a row: its store was remembered, its status is in lower case, its time is `2024-10-03 23:33:20.412748 UTC`. False: it is not such a row. */
  scan(record: CsvRecord, { width, places }: Layout, { latest, keptFrom }: ObservationLimits): boolean {
    if (!record.isPlain || record.width !== width) return false;
    const { bytes } = record;
    const [idColumn = 0, statusColumn = 0, timeColumn = 0] = places;

    const place = this.known.find(bytes, fieldStart(record, idColumn), fieldEnd(record, idColumn));
    if (place === -1) return false;

    const statusStart = fieldStart(record, statusColumn);
    const statusLength = fieldEnd(record, statusColumn) - statusStart;
    const active = statusLength === ACTIVE.length;
    if (!active && statusLength !== INACTIVE.length) return false;
    if (!standsAt(active ? ACTIVE : INACTIVE, bytes, statusStart)) return false;

    const observedAt = scanTimestamp(bytes, fieldStart(record, timeColumn), fieldEnd(record, timeColumn));
    // Not a number fails these as well.
    if (!(observedAt <= latest && observedAt >= keptFrom)) return false;

    this.place = place;
    this.active = active;
    this.observedAt = observedAt;
    return true;
  }

  /** Remembers the store of a row that had to be decoded otherwise, so that the next one of it need not be. */
  remember(record: CsvRecord, { width, places }: Layout, place: number): void {
    if (!record.isPlain || record.width !== width) return;
    const column = places[0] ?? 0;
    const [start, end] = [fieldStart(record, column), fieldEnd(record, column)];
    if (this.known.find(record.bytes, start, end) === -1) this.known.add(record.bytes, start, end, place);
  }
}

function fieldStart({ start, fieldEnds }: CsvRecord, column: number): number {
  return column === 0 ? start : (fieldEnds[column - 1] ?? 0) + 1;
}

function fieldEnd({ fieldEnds }: CsvRecord, column: number): number {
  return fieldEnds[column] ?? 0;
}

/** Whether a text stands in a buffer from `start` on. */
export function standsAt(text: Buffer, bytes: Buffer, start: number): boolean {
  for (let at = 0; at < text.length; at++) if (bytes[start + at] !== text[at]) return false;
  return true;
}

/** The instant that stands in a buffer; `NaN` where there is anything else than a timestamp of the usual form. */
export function scanTimestamp(bytes: Buffer, start: number, end: number): Micros {
  const decimals = end - start - SECONDS_LENGTH - UTC.length - 1;
  if (decimals > 6 || decimals === 0 || decimals < -1 || !standsAt(UTC, bytes, end - UTC.length)) return NaN;
  if (
    bytes[start + 4] !== DASH ||
    bytes[start + 7] !== DASH ||
    bytes[start + 10] !== SPACE ||
    bytes[start + 13] !== COLON ||
    bytes[start + 16] !== COLON
  ) {
    return NaN;
  }
  const year = twoDigits(bytes, start) * 100 + twoDigits(bytes, start + 2);
  const hour = twoDigits(bytes, start + 11);
  const minute = twoDigits(bytes, start + 14);
  const second = twoDigits(bytes, start + 17);
  if (!(year >= YEARS.first && year <= YEARS.last && hour <= 23 && minute <= 59 && second <= 59)) return NaN;
  const day = epochDay(year, twoDigits(bytes, start + 5), twoDigits(bytes, start + 8));
  if (day === undefined) return NaN;
  return day * DAY + hour * HOUR + minute * MINUTE + second * SECOND + scanFraction(bytes, start, decimals);
}

function scanFraction(bytes: Buffer, start: number, decimals: number): Micros {
  if (decimals === -1) return 0;
  if (bytes[start + SECONDS_LENGTH] !== POINT) return NaN;
  let fraction = 0;
  for (let place = 1; place <= 6; place++) {
    fraction = fraction * 10 + (place <= decimals ? digit(bytes[start + SECONDS_LENGTH + place]) : 0);
  }
  return fraction;
}

function twoDigits(bytes: Buffer, at: number): number {
  return digit(bytes[at]) * 10 + digit(bytes[at + 1]);
}

function digit(byte: number | undefined): number {
  const value = (byte ?? 0) - ZERO;
  return value >= 0 && value <= 9 ? value : NaN;
}
