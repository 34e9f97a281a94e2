import type { Micros } from '../../../calculator/instants';
import { matchesAt, scanTimestamp } from '../../csv/observation-scanner';
import { StoreIndexCache } from '../../csv/store-index-cache';
import type { ObservationLimits } from '../../observation';

const BEFORE_ID = Buffer.from('{"store_id":"');
const BEFORE_STATUS = Buffer.from('","status":"');
const BEFORE_TIMESTAMP = Buffer.from('","timestamp_utc":"');
const END = Buffer.from('"}');
const [ACTIVE, INACTIVE] = [Buffer.from('active"'), Buffer.from('inactive"')];
const QUOTE = 0x22;

/** A text of the usual form contains one store id, without escapes. */
const USUAL = /^\{"store_id":"([\w.:-]+)","status":"\w+","timestamp_utc":"[^"\\]+"\}$/;

/**
 * Decodes messages of the usual form straight from the bytes: no spaces, the fields in order, and a store that was
 * remembered. Messages of any other form, and wrong ones, are left to JSON.parse.
 */
export class MessageScanner {
  private readonly stores = new StoreIndexCache();
  /** The last message's store, by its index in the batch. */
  store = 0;
  active = false;
  observedAt: Micros = 0;

  /** Decodes a message; returns false if it is not of the usual form. */
  scan(bytes: Buffer, { latest, keptFrom }: ObservationLimits): boolean {
    if (!matchesAt(BEFORE_ID, bytes, 0)) return false;
    const idEnd = bytes.indexOf(QUOTE, BEFORE_ID.length);
    if (!matchesAt(BEFORE_STATUS, bytes, idEnd)) return false;
    const store = this.stores.find(bytes, BEFORE_ID.length, idEnd);
    if (store === -1) return false;

    const statusStart = idEnd + BEFORE_STATUS.length;
    const active = matchesAt(ACTIVE, bytes, statusStart);
    if (!active && !matchesAt(INACTIVE, bytes, statusStart)) return false;
    const statusEnd = statusStart + (active ? ACTIVE : INACTIVE).length - 1;

    const end = bytes.length - END.length;
    if (!matchesAt(BEFORE_TIMESTAMP, bytes, statusEnd) || !matchesAt(END, bytes, end)) return false;
    const observedAt = scanTimestamp(bytes, statusEnd + BEFORE_TIMESTAMP.length, end);
    // NaN fails both comparisons too.
    if (!(observedAt <= latest && observedAt >= keptFrom)) return false;

    this.store = store;
    this.active = active;
    this.observedAt = observedAt;
    return true;
  }

  /** Remembers the store of an accepted message that `scan` could not decode, so that it can decode the next ones. */
  remember(bytes: Buffer, text: string, store: number): void {
    const storeId = USUAL.exec(text)?.[1];
    if (storeId === undefined) return;
    const idEnd = BEFORE_ID.length + storeId.length;
    if (this.stores.find(bytes, BEFORE_ID.length, idEnd) === -1) this.stores.add(bytes, BEFORE_ID.length, idEnd, store);
  }
}
