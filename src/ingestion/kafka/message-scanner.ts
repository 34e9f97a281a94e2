import type { Micros } from '../../calculator/instants';
import { KnownIds } from '../csv/store-index-cache';
import { scanTimestamp, standsAt } from '../csv/observation-scanner';
import type { ObservationLimits } from '../observation';

const BEFORE_ID = Buffer.from('{"store_id":"');
const BEFORE_STATUS = Buffer.from('","status":"');
const BEFORE_TIMESTAMP = Buffer.from('","timestamp_utc":"');
const END = Buffer.from('"}');
const [ACTIVE, INACTIVE] = [Buffer.from('active"'), Buffer.from('inactive"')];
const QUOTE = 0x22;

/** A text of that form names one store only, and names it without escapes. */
const USUAL = /^\{"store_id":"([\w.:-]+)","status":"\w+","timestamp_utc":"[^"\\]+"\}$/;

/**
 * Reads messages as they almost all are straight from the bytes: without spaces, the fields in their order, and of a store
 * that was remembered. Whatever is not exactly of that form is left to JSON.parse, and so is what is wrong.
 */
export class MessageScanner {
  private readonly known = new KnownIds();
  /** Of the message that was read last. */
  place = 0;
  active = false;
  observedAt: Micros = 0;

  /** Reads a message; false: it is not of that form. */
  scan(bytes: Buffer, { latest, keptFrom }: ObservationLimits): boolean {
    if (!standsAt(BEFORE_ID, bytes, 0)) return false;
    const idEnd = bytes.indexOf(QUOTE, BEFORE_ID.length);
    if (!standsAt(BEFORE_STATUS, bytes, idEnd)) return false;
    const place = this.known.find(bytes, BEFORE_ID.length, idEnd);
    if (place === -1) return false;

    const statusStart = idEnd + BEFORE_STATUS.length;
    const active = standsAt(ACTIVE, bytes, statusStart);
    if (!active && !standsAt(INACTIVE, bytes, statusStart)) return false;
    const statusEnd = statusStart + (active ? ACTIVE : INACTIVE).length - 1;

    const end = bytes.length - END.length;
    if (!standsAt(BEFORE_TIMESTAMP, bytes, statusEnd) || !standsAt(END, bytes, end)) return false;
    const observedAt = scanTimestamp(bytes, statusEnd + BEFORE_TIMESTAMP.length, end);
    // Not a number fails these as well.
    if (!(observedAt <= latest && observedAt >= keptFrom)) return false;

    this.place = place;
    this.active = active;
    this.observedAt = observedAt;
    return true;
  }

  /** Remembers the store of a message that was decoded otherwise and accepted, so that the next one of it need not be. */
  remember(bytes: Buffer, text: string, place: number): void {
    const storeId = USUAL.exec(text)?.[1];
    if (storeId === undefined) return;
    const idEnd = BEFORE_ID.length + storeId.length;
    if (this.known.find(bytes, BEFORE_ID.length, idEnd) === -1) this.known.add(bytes, BEFORE_ID.length, idEnd, place);
  }
}
