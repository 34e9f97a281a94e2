import type { PoolClient } from 'pg';
import { copyInto } from '../../platform/database/database';
import { attributeKey, NAME } from '../../stores/attributes/attribute-values';
import {
  attributeRow,
  createAttributeRows,
  createChangedAttributes,
  writeAttributes,
} from '../../stores/attributes/write-attributes';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeStore } from '../csv/rows';
import { type RejectReason, truncated } from '../reject-reasons';
import type { IntakeOutcome } from './intake';
import { SpooledIntake } from './spooled-intake';

/** `stores` files: they set the attributes that they have for the stores that they name (docs/rules.md, R33). */
export class StoreIntake extends SpooledIntake {
  private names: readonly string[] = [];

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeStore(record, layout);
    if (typeof row === 'string') return row;
    this.names = layout.attributes.map(({ name }) => name).filter((name) => attributeKey(name) !== NAME);
    this.stores.indexOf(row.storeId);
    const { given, foldedName } = attributeRow(row.attributes);
    this.rows.row(5).int8(record.line).text(truncated(record.text)).text(row.storeId).text(given).text(foldedName);
    return undefined;
  }

  async write(client: PoolClient, importKey: number, mostRejects: number): Promise<IntakeOutcome> {
    await createAttributeRows(client);
    await copyInto(client, 'attribute_row', this.rows.rows());
    await createChangedAttributes(client, 'set');
    await client.query(REJECT, [importKey, mostRejects]);
    const { accepted, heldBack } = await writeAttributes(client, importKey, this.names);
    return {
      accepted,
      heldBack,
      unchanged: this.rows.count - heldBack - accepted,
      changedFrom: accepted > 0 ? -Infinity : undefined,
    };
  }
}

const REJECT = `
  INSERT INTO import_reject (import_key, line, reason, text)
  SELECT $1, line, 'too_many_attributes', text
  FROM attribute_row JOIN changed_attributes USING (store_id)
  WHERE is_too_many ORDER BY line LIMIT $2`;
