import type { PoolClient } from 'pg';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import { decodeClosure } from '../csv/rows';
import { copyInto } from '../../platform/database/database';
import type { ImportStores } from '../../observations/write/import-stores';
import { createClosureRows, declareClosures } from '../../stores/schedules/write-closures';
import type { IntakeOutcome } from './intake';
import type { RejectReason } from '../reject-reasons';
import { SpooledIntake } from './spooled-intake';

/** `closures` files: each row declares one, unless it says what is known (docs/rules.md, R29). */
export class ClosureIntake extends SpooledIntake {
  /** @param actor who declares them, as in the audit */
  constructor(
    spoolDirectory: string,
    stores: ImportStores,
    private readonly actor: string,
  ) {
    super(spoolDirectory, stores);
  }

  take(record: CsvRecord, layout: Layout): RejectReason | undefined {
    const row = decodeClosure(record, layout);
    if (typeof row === 'string') return row;
    this.stores.indexOf(row.storeId);
    this.rows.row(4).text(row.storeId).timestamp(row.from).timestamp(row.to).text(row.reason);
    return undefined;
  }

  async write(client: PoolClient, importKey: number): Promise<IntakeOutcome> {
    await createClosureRows(client);
    await copyInto(client, 'closure_row', this.rows.rows());
    const accepted = await declareClosures(client, importKey, this.actor);
    return { accepted, unchanged: this.rows.count - accepted, changedFrom: accepted > 0 ? -Infinity : undefined };
  }
}
