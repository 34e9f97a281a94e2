import { checked } from '../../../calculator/arrays/checked';

/** The polynomial of CRC-32C (RFC 3720, appendix B.4), its bits reversed. */
const POLYNOMIAL = 0x82f63b78;
/** Bytes taken at a time, each by a table of its own. */
const STEP = 8;

/** In the table of a byte, what each of its values changes once the bytes after it in a step have come, too. */
const TABLES = tables();

/**
 * The CRC-32C of a buffer, unsigned. Several times as fast as byte by byte, which would take longer than anything else that is done
 * with a message.
 */
export function crc32c(bytes: Buffer): number {
  const [first, second, third, fourth, fifth, sixth, seventh, last] = TABLES;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const whole = bytes.length - (bytes.length % STEP);
  let crc = -1;
  for (let at = 0; at < whole; at += STEP) {
    crc ^= view.getInt32(at, true);
    const next = view.getInt32(at + 4, true);
    crc =
      checked(first[crc & 0xff]) ^
      checked(second[(crc >>> 8) & 0xff]) ^
      checked(third[(crc >>> 16) & 0xff]) ^
      checked(fourth[crc >>> 24]) ^
      checked(fifth[next & 0xff]) ^
      checked(sixth[(next >>> 8) & 0xff]) ^
      checked(seventh[(next >>> 16) & 0xff]) ^
      checked(last[next >>> 24]);
  }
  for (let at = whole; at < bytes.length; at++) crc = checked(last[(crc ^ checked(bytes[at])) & 0xff]) ^ (crc >>> 8);
  return ~crc >>> 0;
}

type Table = Int32Array;

function tables(): readonly [Table, Table, Table, Table, Table, Table, Table, Table] {
  const last = new Int32Array(256).map((_, value) => {
    let crc = value;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? POLYNOMIAL : 0);
    return crc;
  });
  const before = (table: Table) => table.map((crc) => checked(last[crc & 0xff]) ^ (crc >>> 8));
  const seventh = before(last);
  const sixth = before(seventh);
  const fifth = before(sixth);
  const fourth = before(fifth);
  const third = before(fourth);
  const second = before(third);
  return [before(second), second, third, fourth, fifth, sixth, seventh, last];
}
