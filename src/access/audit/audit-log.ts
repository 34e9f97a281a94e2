import { Injectable } from '@nestjs/common';
import type { Micros } from '../../calculator/instants';
import { Database } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import type { AuditEntry } from './audit.entity';

const PAGE = 1_000;

/** Which entries to find; what is undefined matches all. */
export interface AuditQuery {
  readonly from: Micros | undefined;
  readonly to: Micros | undefined;
  readonly actor: string | undefined;
  readonly outcome: string | undefined;
}

/** Reads the audit. */
@Injectable()
export class AuditLog {
  constructor(private readonly database: Database) {}

  /**
   * A page of entries, the newest first.
   * @param before only entries before the one with this number; undefined starts with the newest
   */
  async page({ from, to, actor, outcome }: AuditQuery, limit: number, before?: number): Promise<AuditEntry[]> {
    const { rows } = await this.database.pool.query<AuditEntry>(
      `SELECT audit_no::float8 AS "auditNo", finished_at AS "finishedAt", actor, actor_name AS "actorName", address, action,
              ids, outcome, times
       FROM audit
       WHERE ($2::bigint IS NULL OR audit_no < $2)
         AND ($3::bigint IS NULL OR finished_at >= ${fromMicros('$3')})
         AND ($4::bigint IS NULL OR finished_at < ${fromMicros('$4')})
         AND ($5::text IS NULL OR actor = $5) AND ($6::text IS NULL OR outcome = $6)
       ORDER BY audit_no DESC LIMIT $1`,
      [limit, before, from, to, actor, outcome],
    );
    return rows;
  }

  /** All entries, the newest first, read in pages: a slow reader holds no connection. */
  async *all(query: AuditQuery): AsyncGenerator<AuditEntry[]> {
    for (let before: number | undefined; ;) {
      const page = await this.page(query, PAGE, before);
      if (page.length > 0) yield page;
      before = page.at(-1)?.auditNo;
      if (page.length < PAGE) return;
    }
  }
}
