import type { Micros } from '../../../calculator/instants';
import { matchesAt, scanTimestamp } from '../../csv/observation-scanner';
import type { ImportStores } from '../../../observations/write/import-stores';
import { isStoreId } from '../../../stores/store-id';
import type { ObservationLimits } from '../../observation';

const BEFORE_ID = Buffer.from('{"store_id":"');
const BEFORE_STATUS = Buffer.from('","status":"');
const BEFORE_TIMESTAMP = Buffer.from('","timestamp_utc":"');
const END = Buffer.from('"}');
const [ACTIVE, INACTIVE] = [Buffer.from('active"'), Buffer.from('inactive"')];
const QUOTE = 0x22;

/**
 * Decodes messages of the usual form straight from the bytes: no spaces, the fields in order. Messages of any other form, and
 * wrong ones, are left to JSON.parse.
 */
export class MessageScanner {
  /** The last message's store, by its index in the batch. */
  store = 0;
  active = false;
  observedAt: Micros = 0;

  /** @param stores those of the batch, which gets those of all messages that it decodes */
  constructor(private readonly stores: ImportStores) {}

  /** Decodes the message in a buffer from `start` to `end`; returns false if it is not of the usual form. */
  scan(bytes: Buffer, start: number, end: number, { latest, keptFrom }: ObservationLimits): boolean {
    if (!matchesAt(BEFORE_ID, bytes, start)) return false;
    const idStart = start + BEFORE_ID.length;
    let idEnd = idStart;
    while (idEnd < end && bytes[idEnd] !== QUOTE) idEnd++;
    if (!matchesAt(BEFORE_STATUS, bytes, idEnd)) return false;

    const statusStart = idEnd + BEFORE_STATUS.length;
    const active = matchesAt(ACTIVE, bytes, statusStart);
    if (!active && !matchesAt(INACTIVE, bytes, statusStart)) return false;
    const statusEnd = statusStart + (active ? ACTIVE : INACTIVE).length - 1;

    const timestampEnd = end - END.length;
    if (!matchesAt(BEFORE_TIMESTAMP, bytes, statusEnd) || !matchesAt(END, bytes, timestampEnd)) return false;
    const observedAt = scanTimestamp(bytes, statusEnd + BEFORE_TIMESTAMP.length, timestampEnd);
    // NaN fails both comparisons too.
    if (!(observedAt <= latest && observedAt >= keptFrom)) return false;

    const store = this.storeAt(bytes, idStart, idEnd);
    if (store === undefined) return false;
    this.store = store;
    this.active = active;
    this.observedAt = observedAt;
    return true;
  }

  private storeAt(bytes: Buffer, start: number, end: number): number | undefined {
    const known = this.stores.find(bytes, start, end);
    if (known !== -1) return known;
    // Letters beyond ASCII, and whatever is escaped, are none of an id's.
    const storeId = bytes.toString('latin1', start, end);
    return isStoreId(storeId) ? this.stores.indexOf(storeId) : undefined;
  }
}
