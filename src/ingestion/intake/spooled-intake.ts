import type { PoolClient } from 'pg';
import type { ImportStores } from '../../observations/write/import-stores';
import { RowSpool } from '../../platform/spool/row-spool';
import type { Layout } from '../csv/columns';
import type { CsvRecord } from '../csv/csv-records';
import type { RejectReason } from '../reject-reasons';
import type { Intake, IntakeOutcome } from './intake';

/** An intake that keeps its rows in a spool until they are written. */
export abstract class SpooledIntake implements Intake {
  protected readonly rows: RowSpool;

  /** @param stores those that the file names */
  constructor(
    spoolDirectory: string,
    protected readonly stores: ImportStores,
  ) {
    this.rows = new RowSpool(spoolDirectory);
  }

  abstract take(record: CsvRecord, layout: Layout): RejectReason | undefined;

  async flush(): Promise<void> {
    await this.rows.flush();
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  begin(): Promise<void> {
    return Promise.resolve();
  }

  abstract write(client: PoolClient, importKey: number, mostRejects: number): Promise<IntakeOutcome>;

  async close(): Promise<void> {
    await this.rows.close();
  }
}
