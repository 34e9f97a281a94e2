import type { PoolClient } from 'pg';
import type { ImportStores } from '../../observations/write/import-stores';
import { CopyWriter } from '../../platform/database/copy/copy-writer';
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
  /** Their indexes. */
  private readonly incomplete = new Set<number>();
  /** All valid rows as they would be rejected: which of them will be is known at the end only. */
  private readonly valid: RowSpool;
  /** Rejected rows that do not say of which store they are. */
  private unknown = 0;

  /** @param stores those that the file names */
  constructor(
    spoolDirectory: string,
    private readonly stores: ImportStores,
  ) {
    this.valid = new RowSpool(spoolDirectory);
  }

  /** Remembers a valid row of a store. */
  addValid(storeId: string, { line, text }: CsvRecord): void {
    this.valid.row(3).text(storeId).int8(line).text(truncated(text));
  }

  /** @param storeId of a rejected row; undefined if it cannot be read */
  add(storeId: string | undefined): void {
    if (storeId === undefined) this.unknown++;
    else this.incomplete.add(this.stores.indexOf(storeId));
  }

  async flush(): Promise<void> {
    await this.valid.flush();
  }

  /**
   * Removes the rows of these stores from the temporary table `schedule_row (store_id, …)`, and adds the first of them to the
   * rejects.
   * @param most how many rejects to add
   * @returns how many rows these are, and what the note of the import says about them
   */
  async holdBack(
    client: PoolClient,
    importKey: number,
    most: number,
  ): Promise<{ heldBack: number; remarks: string[] }> {
    const remarks = this.unknown > 0 ? [unknownStores(this.unknown)] : [];
    const stores = this.incomplete.size;
    if (stores === 0) return { heldBack: 0, remarks };
    await client.query(CREATE_TABLES);
    await copyInto(client, 'incomplete_store', this.ids());
    await client.query('ANALYZE incomplete_store');
    const { rowCount } = await client.query(
      'DELETE FROM schedule_row WHERE store_id IN (SELECT store_id FROM incomplete_store)',
    );
    const heldBack = rowCount ?? 0;
    if (heldBack > 0 && most > 0) {
      await copyInto(client, 'valid_row', this.valid.rows());
      await client.query(REJECT, [importKey, most]);
    }
    const { rows } = await client.query<{ store_id: string }>(NAMES, [NAMED_STORES]);
    const names = rows.map(({ store_id: id }) => id);
    return { heldBack, remarks: [keptHours(stores, names), ...remarks] };
  }

  async close(): Promise<void> {
    await this.valid.close();
  }

  private *ids(): Generator<Buffer> {
    const rows = new CopyWriter();
    for (const store of this.incomplete) {
      rows.row(1).text(this.stores.idAt(store));
      if (rows.full) yield rows.take();
    }
    yield rows.take();
  }
}

const CREATE_TABLES = `
  CREATE TEMPORARY TABLE incomplete_store (store_id text COLLATE "C") ON COMMIT DROP;
  CREATE TEMPORARY TABLE valid_row (store_id text COLLATE "C", line bigint, text text) ON COMMIT DROP`;

const REJECT = `
  INSERT INTO import_reject (import_key, line, reason, text)
  SELECT $1, line, 'store_incomplete', text FROM valid_row
  WHERE store_id IN (SELECT store_id FROM incomplete_store)
  ORDER BY line LIMIT $2`;

const NAMES = 'SELECT store_id FROM incomplete_store ORDER BY store_id LIMIT $1';

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
