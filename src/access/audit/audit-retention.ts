import { Inject, Injectable } from '@nestjs/common';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { type Removal, Retention } from '../../platform/database/retention';

/** Removes entries that are older than `AUDIT_RETENTION`. */
@Injectable()
export class AuditRetention extends Retention {
  protected readonly what = 'entries of the audit';
  protected readonly removals: readonly Removal[];

  constructor(@Inject(SETTINGS) { AUDIT_RETENTION }: ServiceSettings, database: Database) {
    super(database);
    this.removals = [
      async (client, most) => {
        const { rows } = await client.query<{ removed: number }>(REMOVE, [AUDIT_RETENTION, most]);
        return rows[0]?.removed ?? 0;
      },
    ];
  }
}

/** Nobody may delete from the audit but this function. */
const REMOVE = `
  SELECT remove_audit(ARRAY(
    SELECT audit_no FROM audit WHERE ${isOld('audit', 'audit_no')} ORDER BY audit_no LIMIT $2
  )) AS removed`;
