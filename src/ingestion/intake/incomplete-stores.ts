import type { PoolClient } from 'pg';
import { copyInto } from '../../platform/database/database';
import { RowSpool } from '../../platform/spool/row-spool';
import type { CsvRecord } from '../csv/csv-records';
import { truncated } from '../reject-reasons';

/** How many stores the note of an import names. */
const NAMED_STORES = 5;

/**
 * The stores of a business-hours file of which a row was rejected. Their hours stay as they were: the rows that are left
 * would close them on the days whose row was rejected (docs/rules.md, R21).
 */
export class IncompleteStores {
  private readonly ids: RowSpool;
  private lastId = '';
  /** All valid rows as they would be rejected: which of them will be is known at the end only. */
  private readonly valid: RowSpool;
  /** Rejected rows that do not say of which store they are. */
  private unknown = 0;

  constructor(spoolDirectory: string) {
    this.ids = new RowSpool(spoolDirectory);
    this.valid = new RowSpool(spoolDirectory);
  }

  /** Remembers a valid row of a store. */
  addValid(storeId: string, { line, text }: CsvRecord): void {
    this.valid.row(3).text(storeId).int8(line).text(truncated(text));
  }

  /** @param storeId of a rejected row; undefined if it cannot be read */
  add(storeId: string | undefined): void {
    if (storeId === undefined) this.unknown++;
    // The rows of a store mostly come one after the other.
    else if (storeId !== this.lastId) this.ids.row(1).text((this.lastId = storeId));
  }

  async flush(): Promise<void> {
    await this.ids.flush();
    await this.valid.flush();
  }

  /**
   * Removes the rows of these stores from the temporary table `hours_row (store_id, …)`, and adds them to the rejects.
   * @returns how many rows these are, and what the note of the import says about them
   */
  async holdBack(client: PoolClient, importKey: number): Promise<{ heldBack: number; remarks: string[] }> {
    const remarks = this.unknown > 0 ? [unknownStores(this.unknown)] : [];
    if (this.ids.count === 0) return { heldBack: 0, remarks };
    await client.query(CREATE_TABLES);
    await copyInto(client, 'incomplete_store', this.ids.rows());
    await copyInto(client, 'valid_row', this.valid.rows());
    await client.query('ANALYZE incomplete_store, valid_row');
    await client.query('DELETE FROM hours_row WHERE store_id IN (SELECT store_id FROM incomplete_store)');
    const rejected = await client.query(REJECT, [importKey]);
    const { rows } = await client.query<{ store_id: string; stores: string }>(NAMES, [NAMED_STORES]);
    const names = rows.map(({ store_id: id }) => id);
    return { heldBack: rejected.rowCount ?? 0, remarks: [keptHours(Number(rows[0]?.stores ?? 0), names), ...remarks] };
  }

  async close(): Promise<void> {
    await this.ids.close();
    await this.valid.close();
  }
}

const CREATE_TABLES = `
  CREATE TEMPORARY TABLE incomplete_store (store_id text COLLATE "C") ON COMMIT DROP;
  CREATE TEMPORARY TABLE valid_row (store_id text COLLATE "C", line bigint, text text) ON COMMIT DROP`;

const REJECT = `
  INSERT INTO import_reject (import_key, line, reason, text)
  SELECT $1, line, 'store_incomplete', text FROM valid_row
  WHERE store_id IN (SELECT store_id FROM incomplete_store)`;

const NAMES = `
  SELECT store_id, count(*) OVER () AS stores
  FROM (SELECT DISTINCT store_id FROM incomplete_store) named
  ORDER BY store_id LIMIT $1`;

function keptHours(stores: number, names: readonly string[]): string {
  const others = stores > names.length ? ', …' : '';
  const whose =
    stores === 1 ? '1 store keeps the hours it had, if any' : `${stores} stores keep the hours they had, if any`;
  return `${whose}, because a row of ${stores === 1 ? 'it' : 'each'} was rejected: ${names.join(', ')}${others}.`;
}

function unknownStores(rows: number): string {
  return rows === 1
    ? '1 rejected row names no store that can be read: if other rows name its store, the hours of that store lack this one.'
    : `${rows} rejected rows name no store that can be read: if other rows name their stores, the hours of those lack these.`;
}
