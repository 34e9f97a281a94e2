import type { Message } from 'kafkajs';
import type { Client } from 'pg';
import { HOUR, MINUTE, type Micros } from '../src/calculator/instants';
import { Random } from '../src/common/random';
import { formatTimestamp } from '../src/common/timestamp';

/**
 * Realistic observations as messages, sweep by sweep: all stores once an hour, within minutes, in random order; a status lasts
 * about a day.
 */
export function* pollsOf(storeIds: readonly string[], sweeps: number): Generator<Message[]> {
  const random = new Random(7);
  const stores = storeIds.map((id) => ({ id, active: true }));
  const start: Micros = Date.UTC(2024, 9, 10) * 1000;
  for (let sweep = 0; sweep < sweeps; sweep++) {
    random.shuffle(stores);
    yield stores.map((store) => {
      if (random.fraction() < 0.04) store.active = !store.active;
      const instant = formatTimestamp(start + sweep * HOUR + Math.floor(random.fraction() * 10 * MINUTE));
      const at = instant.replace('T', ' ').replace('Z', ' UTC');
      const status = store.active ? 'active' : 'inactive';
      return { key: store.id, value: JSON.stringify({ store_id: store.id, status, timestamp_utc: at }) };
    });
  }
}

/** The ids of a number of stores. */
export function idsOf(stores: number): string[] {
  return Array.from({ length: stores }, (_, index) => `store-${String(index).padStart(6, '0')}`);
}

/** When the last of so many rows was written from Kafka; undefined until all are. */
export async function endOfLast(client: Client, rows: number): Promise<number | undefined> {
  const found = await client.query<{ rows: string | null; ended: Date }>(
    'SELECT sum(rows_accepted) AS rows, max(finished_at) AS ended FROM import',
  );
  const [written] = found.rows;
  return Number(written?.rows) === rows ? written?.ended.getTime() : undefined;
}
