import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import type { Interval, Micros } from '../../calculator/instants';
import { union } from '../../calculator/intervals';
import { CodedError } from '../../common/coded-error';
import { grouped } from '../../common/collections/grouped';
import { copyOut, Database } from '../../platform/database/database';
import { fromMicros, instantLiteral, literal, toMicros } from '../../platform/database/sql';
import { isNamedIn, type StoreRange } from '../store-range';
import { ALL_STORES, type NewClosure } from './write-closures';

/** Planned downtime, as it was declared. */
export interface DeclaredClosure extends Interval {
  readonly closureId: string;
  /** `ALL_STORES`: of all. */
  readonly storeId: string;
  readonly reason: string;
  readonly declaredAt: Micros;
  /** As in the audit. */
  readonly declaredBy: string;
  readonly importId: string;
  /** Undefined while it counts. */
  readonly revoked: { readonly at: Micros; readonly by: string } | undefined;
}

/** Which closures to list; undefined matches all. */
interface ClosureQuery {
  /** With those of all stores. */
  readonly storeId: string | undefined;
  readonly from: Micros | undefined;
  readonly to: Micros | undefined;
  readonly withRevoked: boolean;
}

/** A place in the list of closures, which is by their start, the latest first. */
export interface ClosurePosition {
  readonly from: Micros;
  readonly closureId: string;
}

/** Reads closures. */
@Injectable()
export class Closures {
  constructor(private readonly database: Database) {}

  /**
   * The closures that count within a time, of a range of stores, in the caller's transaction.
   * @returns a function of a store id: sorted and disjoint intervals
   */
  async readRange(
    client: PoolClient,
    range: StoreRange,
    time: Interval,
  ): Promise<(storeId: string) => readonly Interval[]> {
    const found: (Interval & { readonly storeId: string })[] = [];
    // A closure has no bucket, and its store may not exist.
    const named = 'first' in range ? { first: range.first, last: range.last } : range;
    const rows = `
      SELECT store_id, starts_at, ends_at FROM closure
      WHERE revoked_at IS NULL AND starts_at < ${instantLiteral(time.to)} AND ends_at > ${instantLiteral(time.from)}
        AND (store_id = ${literal(ALL_STORES)} OR ${isNamedIn(named)})`;
    await copyOut(client, rows, (row) => {
      found.push({ storeId: row.text(0), from: row.timestamp(1), to: row.timestamp(2) });
    });
    const byStore = grouped(found, ({ storeId }) => storeId);
    const everywhere = union(byStore.get(ALL_STORES) ?? []);
    return (storeId) => {
      const own = byStore.get(storeId);
      return own ? union([...everywhere, ...own]) : everywhere;
    };
  }

  /** The closures of a store that count within a time, those of all stores among them, by their start. */
  async of(
    storeId: string,
    time: Interval,
    client: Pool | PoolClient = this.database.pool,
  ): Promise<DeclaredClosure[]> {
    const found = await client.query<ClosureRow>(
      `SELECT ${COLUMNS} FROM closure
       WHERE revoked_at IS NULL AND store_id IN ($1, '${ALL_STORES}')
         AND starts_at < ${fromMicros('$3::bigint')} AND ends_at > ${fromMicros('$2::bigint')}
       ORDER BY starts_at, closure_id`,
      [storeId, time.from, time.to],
    );
    return found.rows.map(toClosure);
  }

  /** Closures by their start, the latest first, at most `limit`. */
  async list(query: ClosureQuery, after: ClosurePosition | undefined, limit: number): Promise<DeclaredClosure[]> {
    const found = await this.database.pool.query<ClosureRow>(
      `SELECT ${COLUMNS} FROM closure
       WHERE ($1::text IS NULL OR store_id IN ($1, '${ALL_STORES}'))
         AND ends_at > coalesce(${fromMicros('$2::bigint')}, '-infinity')
         AND starts_at < coalesce(${fromMicros('$3::bigint')}, 'infinity')
         AND ($4 OR revoked_at IS NULL)
         AND (starts_at, closure_id) < (coalesce(${fromMicros('$5::bigint')}, 'infinity'), coalesce($6::uuid, '${LAST_UUID}'))
       ORDER BY closure.starts_at DESC, closure_id DESC LIMIT $7`,
      [query.storeId, query.from, query.to, query.withRevoked, after?.from, after?.closureId, limit],
    );
    return found.rows.map(toClosure);
  }

  /**
   * The closure that says exactly what one that was just declared does.
   * @throws CodedError `closure_not_found` if it was revoked meanwhile
   */
  async findSame({ storeId, from, to, reason }: NewClosure): Promise<DeclaredClosure> {
    const found = await this.database.pool.query<ClosureRow>(
      `SELECT ${COLUMNS} FROM closure
       WHERE store_id = $1 AND starts_at = ${fromMicros('$2::bigint')} AND ends_at = ${fromMicros('$3::bigint')} AND reason = $4
         AND revoked_at IS NULL`,
      [storeId, from, to, reason],
    );
    return only(found.rows);
  }

  /** @throws CodedError `closure_not_found` */
  async find(closureId: string, client: Pool | PoolClient = this.database.pool): Promise<DeclaredClosure> {
    const found = await client.query<ClosureRow>(`SELECT ${COLUMNS} FROM closure WHERE closure_id = $1`, [closureId]);
    return only(found.rows);
  }
}

function only([row]: readonly ClosureRow[]): DeclaredClosure {
  if (!row) throw new CodedError('closure_not_found');
  return toClosure(row);
}

const LAST_UUID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';

const COLUMNS = `closure_id, store_id, ${toMicros('starts_at')} AS starts, ${toMicros('ends_at')} AS ends, reason,
  ${toMicros('declared_at')} AS declared_at, declared_by, import_id, ${toMicros('revoked_at')} AS revoked_at, revoked_by`;

interface ClosureRow {
  readonly closure_id: string;
  readonly store_id: string;
  readonly starts: string;
  readonly ends: string;
  readonly reason: string;
  readonly declared_at: string;
  readonly declared_by: string;
  readonly import_id: string;
  readonly revoked_at: string | null;
  readonly revoked_by: string | null;
}

function toClosure(row: ClosureRow): DeclaredClosure {
  return {
    closureId: row.closure_id,
    storeId: row.store_id,
    from: Number(row.starts),
    to: Number(row.ends),
    reason: row.reason,
    declaredAt: Number(row.declared_at),
    declaredBy: row.declared_by,
    importId: row.import_id,
    revoked: row.revoked_at === null ? undefined : { at: Number(row.revoked_at), by: row.revoked_by ?? '' },
  };
}
