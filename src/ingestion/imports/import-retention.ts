import { Inject, Injectable } from '@nestjs/common';
import { KEPT_FROM } from '../../observations/retention/kept-from';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { isOld } from '../../platform/database/clock/clock';
import { Database } from '../../platform/database/database';
import { type Removal, Retention } from '../../platform/database/retention';

/**
 * Removes what is left of imports that finished more than `IMPORT_RETENTION` ago: their rejects and idempotency keys, and the
 * imports themselves unless something still needs them (docs/imports.md, "Retention").
 */
@Injectable()
export class ImportRetention extends Retention {
  protected readonly what = 'imports';
  protected readonly removals: readonly Removal[];

  constructor(@Inject(SETTINGS) { IMPORT_RETENTION }: ServiceSettings, database: Database) {
    super(database);
    this.removals = [REJECTS, IMPORTS_WITHOUT_OBSERVATIONS, IMPORTS_OF_DROPPED_OBSERVATIONS, KEYS].map(
      (statement) => async (client, most) => (await client.query(statement, [IMPORT_RETENTION, most])).rowCount ?? 0,
    );
  }
}

const IS_OLD = isOld('import', 'import_key');

const REJECTS = `
  DELETE FROM import_reject
  USING (
    SELECT import_key, line FROM import_reject JOIN import USING (import_key) WHERE ${IS_OLD}
    ORDER BY import_key, line LIMIT $2
  ) old
  WHERE import_reject.import_key = old.import_key AND import_reject.line = old.line`;

/** A report asks which imports after the last one that it has seen changed its data: see `hasChangedSince`. */
const NO_REPORT_ASKS = `
  (changed_from IS NULL OR write_no <= coalesce((SELECT min(seen_write_no) FROM report), write_no))`;

/** Of one that has become old since its rejects could be removed, they would all go at once. */
const HAS_NO_REJECTS = 'NOT EXISTS (SELECT FROM import_reject WHERE import_reject.import_key = import.import_key)';

function imports(condition: string, order: string): string {
  return `
    DELETE FROM import WHERE import_key IN (
      SELECT import_key FROM import WHERE ${IS_OLD} AND ${condition} AND ${NO_REPORT_ASKS} AND ${HAS_NO_REJECTS}
      ORDER BY ${order} LIMIT $2)`;
}

const IMPORTS_WITHOUT_OBSERVATIONS = imports(`(kind <> 'store-status' OR rows_accepted = 0)`, 'finished_at');

const IMPORTS_OF_DROPPED_OBSERVATIONS = imports(`last_observed_at < ${KEPT_FROM}`, 'last_observed_at');

const KEYS = `
  UPDATE import SET idempotency_key = NULL, request_sha256 = NULL
  WHERE import_key IN (
    SELECT import_key FROM import WHERE ${IS_OLD} AND idempotency_key IS NOT NULL
    ORDER BY finished_at LIMIT $2)`;
