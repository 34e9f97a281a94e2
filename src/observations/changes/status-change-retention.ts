import { Inject, Injectable } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { firstYoung, isOld } from '../../platform/database/clock/clock';
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

const LEAST_SEEN = '(SELECT min(seen_write_no) FROM report)';

/** The first import whose changes stay. Those of later ones are not even read: the few that are old nevertheless, because they finished in another order, go later. */
const FIRST_KEPT = `least(${firstYoung('import', 'import_key')}, (
    SELECT import_key FROM import WHERE write_no > ${LEAST_SEEN} ORDER BY write_no LIMIT 1))`;

/** Those of imports that are gone can matter to no report. Rows are found by their place, as a join might read all of them. */
const STATUS_CHANGES = `
  DELETE FROM status_change WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM status_change
    WHERE import_key < coalesce(${FIRST_KEPT}, 2147483647) AND coalesce((
      SELECT (${isOld('import', 'import_key')} AND write_no <= coalesce(${LEAST_SEEN}, write_no)) IS TRUE
      FROM import WHERE import.import_key = status_change.import_key), true)
    ORDER BY import_key, store_id LIMIT $2))`;
