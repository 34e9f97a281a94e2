import { Inject, Injectable } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { type Removal, Retention } from '../../platform/database/retention';

/** Removes what is on record of changes of status by imports that finished more than `IMPORT_RETENTION` ago, unless a report needs it. */
@Injectable()
export class StatusChangeRetention extends Retention {
  protected readonly what = 'changes of status';
  protected readonly removals: readonly Removal[];

  constructor(@Inject(SETTINGS) { IMPORT_RETENTION }: ServiceSettings, database: Database) {
    super(database);
    this.removals = [
      async (client, most) => (await client.query(STATUS_CHANGES, [IMPORT_RETENTION, most])).rowCount ?? 0,
    ];
  }
}

/** Those of imports that are gone can matter to no report. */
const STATUS_CHANGES = `
  DELETE FROM status_change
  USING (
    SELECT import_key, store_id FROM status_change LEFT JOIN import USING (import_key)
    WHERE import.import_key IS NULL
       OR ${isOld('import', 'import_key')} AND write_no <= coalesce((SELECT min(seen_write_no) FROM report), write_no)
    ORDER BY import_key, store_id LIMIT $2
  ) old
  WHERE status_change.import_key = old.import_key AND status_change.store_id = old.store_id`;
