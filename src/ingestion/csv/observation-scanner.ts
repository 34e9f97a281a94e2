import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../../calculator/instants';
import { checked } from '../../calculator/arrays/checked';
import { epochDay } from '../../calculator/schedule/local-date';
import type { ImportStores } from '../../observations/write/import-stores';
import type { ObservationLimits } from '../observation';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';

const [ACTIVE, INACTIVE, UTC] = [Buffer.from('active'), Buffer.from('inactive'), Buffer.from(' UTC')];
const [ZERO, DASH, COLON, SPACE, POINT] = [0x30, 0x2d, 0x3a, 0x20, 0x2e];
/** The length of a timestamp without decimals and zone: `2024-10-03 23:33:20`. */
const SECONDS_LENGTH = 19;
const YEARS = { first: 1700, last: 2200 };

/**
 * Decodes rows of a store-status file in their most common form straight from the bytes. Rows in any other form are left
 * to `decodeObservation`, which knows every form and why a row is wrong.
 */
export class ObservationScanner {
  /** The last row's store, by its index in the import. */
  store = 0;
  active = false;
  observedAt: Micros = 0;

  constructor(private readonly stores: ImportStores) {}

  /**
   * Decodes a row whose store is known, with the status in lower case and a timestamp like
   * `2024-10-03 23:33:20.412748 UTC`. Returns false if the row is not of that form.
   */
  scan(record: CsvRecord, { width, columns }: Layout, { latest, keptFrom }: ObservationLimits): boolean {
    if (!record.isPlain || record.width !== width) return false;
    const { bytes } = record;
    const [idColumn = 0, statusColumn = 0, timeColumn = 0] = columns;

    const store = this.stores.find(bytes, fieldStart(record, idColumn), fieldEnd(record, idColumn));
    if (store === -1) return false;

    const statusStart = fieldStart(record, statusColumn);
    const statusLength = fieldEnd(record, statusColumn) - statusStart;
    const active = statusLength === ACTIVE.length;
    if (!active && statusLength !== INACTIVE.length) return false;
    if (!matchesAt(active ? ACTIVE : INACTIVE, bytes, statusStart)) return false;

    const observedAt = scanTimestamp(bytes, fieldStart(record, timeColumn), fieldEnd(record, timeColumn));
    // NaN fails both comparisons too.
    if (!(observedAt <= latest && observedAt >= keptFrom)) return false;

    this.store = store;
    this.active = active;
    this.observedAt = observedAt;
    return true;
  }
}

function fieldStart({ start, fieldEnds }: CsvRecord, column: number): number {
  return column === 0 ? start : checked(fieldEnds[column - 1]) + 1;
}

function fieldEnd({ fieldEnds }: CsvRecord, column: number): number {
  return checked(fieldEnds[column]);
}

/** Whether a buffer contains a text at `start`. */
export function matchesAt(text: Buffer, bytes: Buffer, start: number): boolean {
  for (let index = 0; index < text.length; index++) if (bytes[start + index] !== text[index]) return false;
  return true;
}

/** Decodes the timestamp in a part of a buffer; `NaN` if it is not of the most common form. */
export function scanTimestamp(bytes: Buffer, start: number, end: number): Micros {
  const decimals = end - start - SECONDS_LENGTH - UTC.length - 1;
  if (decimals > 6 || decimals === 0 || decimals < -1 || !matchesAt(UTC, bytes, end - UTC.length)) return NaN;
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
  for (let decimal = 1; decimal <= 6; decimal++) {
    fraction = fraction * 10 + (decimal <= decimals ? digit(bytes[start + SECONDS_LENGTH + decimal]) : 0);
  }
  return fraction;
}

function twoDigits(bytes: Buffer, start: number): number {
  return digit(bytes[start]) * 10 + digit(bytes[start + 1]);
}

/** The value of a digit; NaN for other bytes, and behind the end of a buffer. */
function digit(byte: number | undefined): number {
  const value = (byte ?? 0) - ZERO;
  return value >= 0 && value <= 9 ? value : NaN;
}
