import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeClosure } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import type { ImportStores } from '../../observations/write/import-stores';
import { RowSpool } from '../../platform/spool/row-spool';
import { createClosureRows, declareClosures } from '../../stores/schedules/write-closures';
import type { Intake, IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';

/** `closures` files: each row declares one, unless it says what is known (docs/rules.md, R30). */
export class ClosureIntake implements Intake {
  private readonly rows: RowSpool;

  /** @param actor who declares them, as in the audit */
  constructor(
    spoolDirectory: string,
    private readonly stores: ImportStores,
    private readonly actor: string,
  ) {
    this.rows = new RowSpool(spoolDirectory);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeClosure(record, layout);
    if (typeof row === 'string') return row;
    this.stores.indexOf(row.storeId);
    this.rows.row(4).text(row.storeId).timestamp(row.from).timestamp(row.to).text(row.reason);
    return undefined;
  }

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    await createClosureRows(client);
    await copyInto(client, 'closure_row', this.rows.rows());
    const accepted = await declareClosures(client, importKey, this.actor);
    return { accepted, unchanged: this.rows.count - accepted, changedFrom: accepted > 0 ? -Infinity : undefined };
  }

  async close(): Promise<void> {
    await this.rows.close();
  }
}
