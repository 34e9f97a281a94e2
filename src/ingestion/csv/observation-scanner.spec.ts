import { Readable } from 'node:stream';
import { seededRandom } from '../../../test/support/random';
import type { Random } from '../../common/random';
import { parseTimestamp } from '../../common/timestamp';
import { ImportStores } from '../../observations/write/import-stores';
import { layoutOf } from './columns';
import { csvRecords } from './csv-records';
import { ObservationScanner, scanTimestamp } from './observation-scanner';
import { decodeObservation } from './rows';

const LIMITS = { latest: Date.UTC(2100, 0, 1) * 1000, keptFrom: Date.UTC(1995, 0, 1) * 1000 };
const ROWS = 20_000;

function storesOf(storeId: string): ImportStores {
  const stores = new ImportStores();
  stores.indexOf(storeId);
  return stores;
}

/** A row in the usual form, in the order of the header. */
function usual(random: Random): Record<string, string> {
  const two = (from: number, to: number) => String(random.integer(from, to)).padStart(2, '0');
  const date = `${random.integer(1990, 2110)}-${two(1, 12)}-${two(1, 31)}`;
  const fraction = random.chance(0.2) ? '' : `.${String(random.integer(0, 999_999))}`;
  return {
    store_id: `store-${random.integer(1, 500)}`,
    status: random.chance(0.5) ? 'active' : 'inactive',
    timestamp_utc: `${date} ${two(0, 23)}:${two(0, 59)}:${two(0, 59)}${fraction} UTC`,
  };
}

/** Inserts, removes or replaces a character anywhere. */
function spoiled(row: string, random: Random): string {
  const at = random.integer(0, row.length - 1);
  const character = ' ,:-.0123456789TZutcaéA+'.charAt(random.integer(0, 23));
  return row.slice(0, at) + (random.chance(0.7) ? character : '') + row.slice(at + random.integer(0, 1));
}

describe('the scanner of observations', () => {
  it('never disagrees with the decoder, and reads almost all rows in the usual form', async () => {
    const random = seededRandom('observation scanner');
    for (const header of ['store_id,status,timestamp_utc', 'timestamp_utc,extra,store_id,status']) {
      const layout = layoutOf('store-status', { names: header.split(',') });
      const stores = new ImportStores();
      const scanner = new ObservationScanner(stores);
      const ids: string[] = [];
      const knownIds = new Set<string>();
      const rows = Array.from({ length: ROWS }, () => {
        const row = usual(random);
        const line = header.split(',').map((column) => row[column] ?? 'x');
        return random.chance(0.5) ? line.join(',') : spoiled(line.join(','), random);
      });
      let [scanned, decoded] = [0, 0];
      const wrong: object[] = [];
      const chunks = rows.map((row) => Buffer.from(`${row}\n`));
      for await (const records of csvRecords(Readable.from(chunks))) {
        for (const record of records) {
          const right = decodeObservation(record, layout, LIMITS);
          const known = typeof right === 'string' ? undefined : knownIds.has(right.storeId);
          if (scanner.scan(record, layout, LIMITS)) {
            scanned++;
            const { store, active, observedAt } = scanner;
            const isRight =
              typeof right !== 'string' &&
              right.storeId === ids[store] &&
              right.active === active &&
              right.observedAt === observedAt;
            if (!isRight) wrong.push({ text: record.text, store: ids[store], active, observedAt, right });
          } else if (typeof right !== 'string') {
            if (known === true) decoded++;
            const store = stores.indexOf(right.storeId);
            ids[store] = right.storeId;
            knownIds.add(right.storeId);
          }
        }
      }
      expect(wrong).toEqual([]);
      // Only a few valid rows of known stores are left to the decoder.
      expect(scanned).toBeGreaterThan(ROWS * 0.35);
      expect(decoded).toBeLessThan(scanned / 3);
    }
  });

  it('reads no timestamp that the decoder rejects, and reads others alike, at the edges of each part', async () => {
    const layout = layoutOf('store-status', { names: ['store_id', 'status', 'timestamp_utc'] });
    const limits = { latest: Infinity, keptFrom: -Infinity };
    const timestamps = [
      ...['0000-01-01 00:00:00', '1683-01-01 00:00:00', '1684-01-01 00:00:00', '1699-12-31 23:59:59'],
      ...['1700-01-01 00:00:00', '2200-12-31 23:59:59', '2201-01-01 00:00:00', '2256-01-01 00:00:00'],
      ...['2024-00-10 00:00:00', '2024-13-10 00:00:00', '2024-02-29 00:00:00', '2023-02-29 00:00:00'],
      ...['2024-10-00 00:00:00', '2024-10-32 00:00:00', '2024-10-03 23:59:59', '2024-10-03 24:00:00'],
      ...['2024-10-03 23:60:00', '2024-10-03 23:59:60', '2024-10-03 23:59:59.', '2024-10-03 23:59:59.9'],
      ...['2024-10-03 23:59:59.123456', '2024-10-03 23:59:59.1234567', '2024-10-03 23:59:59:1'],
    ];
    const rows = timestamps.map((timestamp) => Buffer.from(`a,active,${timestamp} UTC\n`));
    const scanner = new ObservationScanner(storesOf('a'));
    let scanned = 0;
    for await (const records of csvRecords(Readable.from(rows))) {
      for (const record of records) {
        const right = decodeObservation(record, layout, limits);
        const isScanned = scanner.scan(record, layout, limits);
        const found = { storeId: 'a', active: scanner.active, observedAt: scanner.observedAt };
        if (isScanned) expect({ text: record.text, found }).toEqual({ text: record.text, found: right });
        if (isScanned) scanned++;
      }
    }
    // Those that are right, but for the years that are rarely seen.
    expect(scanned).toBe(6);
  });

  it.each(['store_id,status,timestamp_utc', 'store_id,note,status,timestamp_utc'])(
    'leaves a row with more or fewer fields than the header %s to the decoder',
    async (header) => {
      const names = header.split(',');
      const layout = layoutOf('store-status', { names });
      const values = names.map(
        (name) => ({ store_id: 'a', status: 'active', note: '' })[name] ?? '2024-10-03 12:00:00 UTC',
      );
      const row = values.join(',');
      const rows = ['a,', row, `${row},`, `${row},x`, row.replace('a,', ''), row.slice(0, -24), `${row},${row}`];
      const scanner = new ObservationScanner(storesOf('a'));
      const scanned: boolean[] = [];
      for await (const records of csvRecords(Readable.from(rows.map((text) => Buffer.from(`${text}\n`))))) {
        for (const record of records) scanned.push(scanner.scan(record, layout, LIMITS));
      }
      expect(scanned).toEqual([false, true, false, false, false, false, false]);
    },
  );

  it('leaves a row outside of the limits to the decoder, and reads those at the limits', async () => {
    const layout = layoutOf('store-status', { names: ['store_id', 'status', 'timestamp_utc'] });
    const noon = Date.UTC(2024, 9, 3, 12) * 1000;
    const limits = { latest: noon + 2, keptFrom: noon };
    const rows = ['11:59:59.999999', '12:00:00', '12:00:00.000002', '12:00:00.000003'].map((time) =>
      Buffer.from(`a,inactive,2024-10-03 ${time} UTC\n`),
    );
    const scanner = new ObservationScanner(storesOf('a'));
    const scanned: boolean[] = [];
    for await (const records of csvRecords(Readable.from(rows))) {
      for (const record of records) scanned.push(scanner.scan(record, layout, limits));
    }
    expect(scanned).toEqual([false, true, true, false]);
  });

  it('finds each of a great many stores again', async () => {
    const layout = layoutOf('store-status', { names: ['store_id', 'status', 'timestamp_utc'] });
    const ids = Array.from({ length: 50_000 }, (_, store) => `${store}${'x'.repeat(store % 90)}`);
    const stores = new ImportStores();
    const scanner = new ObservationScanner(stores);
    const rows = Buffer.from(ids.map((id) => `${id},active,2024-10-03 23:33:20 UTC\n`).join(''));
    let row = 0;
    let found = 0;
    for await (const records of csvRecords(Readable.from([rows, rows]))) {
      for (const record of records) {
        const store = row++ % ids.length;
        if (row <= ids.length) {
          if (scanner.scan(record, layout, LIMITS)) throw new Error(`store ${store} cannot be known`);
          stores.indexOf(ids[store] ?? '');
        } else if (scanner.scan(record, layout, LIMITS)) {
          found++;
          if (scanner.store !== store) throw new Error(`store ${store} is taken for ${scanner.store}`);
        }
      }
    }
    expect(row).toBe(2 * ids.length);
    expect(found).toBeGreaterThan(ids.length * 0.999);
  });
});

describe('the scanner of timestamps', () => {
  /** Scans a timestamp that other digits surround, as in a file. */
  function scanned(text: string): number {
    return scanTimestamp(Buffer.from(`77${text}77`), 2, 2 + text.length);
  }

  it.each([
    '2024-10-03 23:33:20.412748 UTC',
    '2024-10-03 23:59:59.1 UTC',
    '2024-02-29 00:00:00.000001 UTC',
    '2024-10-03 23:33:20 UTC',
    '1700-01-01 00:00:00 UTC',
    '2200-12-31 23:59:59.999999 UTC',
  ])('reads %s as parseTimestamp does', (text) => {
    expect(scanned(text)).toBe(parseTimestamp(text));
  });

  it.each([
    '2024-10-03 12:00:60 UTC',
    '2024-10-03 23:59:60 UTC',
    '2024-10-03 12:60:00 UTC',
    '2024-10-03 24:00:00 UTC',
    '2023-02-29 12:00:00 UTC',
    '2024-10-03 12:00:00. UTC',
    '2024-10-03 12:00:00.1234567 UTC',
    '2024-10-03 12:00:00,123 UTC',
    '2024-10-03 12:00:00-05:00',
    '2024-10-03 12:00:00+24:00',
    '2024-10-03T12:00:00 UTC',
    '2024-10-03 12:00:00.5 utc',
    '2024/10/03 12:00:00 UTC',
    '2024-10-03 12.00:00 UTC',
    '2024-10-03 12:00.00 UTC',
    '2024-10-0: 12:00:00 UTC',
    '2024-10-03 12:00:00.1/ UTC',
    '1699-12-31 23:59:59 UTC',
    '2201-01-01 00:00:00 UTC',
    '2024-10-03 12:00 UTC',
  ])('leaves %s to the decoder', (text) => {
    expect(scanned(text)).toBeNaN();
  });
});
