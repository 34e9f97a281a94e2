import { Injectable } from '@nestjs/common';
import type { Pool, PoolClient } from 'pg';
import { type Act, recordAct } from '../access/audit/act';
import { formatPercent, parsePercent } from '../calculator/targets/percent';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { attributeKey } from '../stores/attributes/attribute-values';
import { StoreAttributes } from '../stores/attributes/store-attributes';
import { lockBuckets } from '../stores/buckets/bucket-locks';
import { bucketOf } from '../stores/buckets/buckets';
import { StoresService } from '../stores/stores.service';
import type { SetTarget, TargetSubject } from './effective-targets';
import { TARGET_SCOPES, type TargetScope } from './target.entity';

/** A target, and who set it. */
export interface ListedTarget extends SetTarget {
  readonly setAt: Date;
  /** As in the audit. */
  readonly setBy: string;
}

/** What a target is of, as a request says it. */
export type NamedSubject =
  | { readonly scope: 'fleet' }
  | { readonly scope: 'attribute'; readonly attribute: string; readonly value: string }
  | { readonly scope: 'store'; readonly storeId: string };

interface TargetRow {
  readonly scope: TargetScope;
  readonly attributeKey: string;
  readonly subject: string;
  readonly percent: string;
  readonly setAt: Date;
  readonly setBy: string;
}

const COLUMNS = 'scope, attribute_key AS "attributeKey", subject, percent, set_at AS "setAt", set_by AS "setBy"';
/** SQL: the place of a scope in a list. */
const PLACE = `array_position(ARRAY['${TARGET_SCOPES.join("', '")}'], scope)`;
const ITSELF = 'scope = $1 AND attribute_key = $2 AND subject = $3';

/** Targets of stores: set, removed and listed. Each change is in the audit. */
@Injectable()
export class Targets {
  constructor(
    private readonly database: Database,
    private readonly stores: StoresService,
    private readonly attributes: StoreAttributes,
  ) {}

  /**
   * Sets a target, in place of the one before. One that is set already stays as it is.
   * @param target in millionths of a percent
   * @throws CodedError `store_not_found`, `unknown_attribute`
   */
  async set(named: NamedSubject, target: number, by: Act): Promise<ListedTarget> {
    return this.database.transaction(async (client) => {
      const of = await this.subjectOf(named, client);
      const percent = formatPercent(target);
      const { rowCount } = await client.query(
        `INSERT INTO target (scope, attribute_key, subject, percent, set_by) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (scope, attribute_key, subject)
         DO UPDATE SET percent = excluded.percent, set_at = now(), set_by = excluded.set_by
         WHERE target.percent <> excluded.percent`,
        [of.scope, of.attributeKey, of.subject, percent, by.actor],
      );
      if (rowCount === 1) await recordAct(client, by, { ...idsOf(of), percent });
      const [found] = await this.listed(client, `WHERE ${ITSELF}`, [of.scope, of.attributeKey, of.subject]);
      if (!found) throw new Error('a target was not stored');
      return found;
    });
  }

  /** Removes a target. Where there is none, nothing changes. */
  async remove(named: NamedSubject, by: Act): Promise<void> {
    await this.database.transaction(async (client) => {
      const of = unchecked(named);
      const { rows } = await client.query<{ percent: string }>(`DELETE FROM target WHERE ${ITSELF} RETURNING percent`, [
        of.scope,
        of.attributeKey,
        of.subject,
      ]);
      if (rows[0]) await recordAct(client, by, { ...idsOf(of), percent: rows[0].percent });
    });
  }

  /**
   * A page of targets: that of the fleet, those of attributes, those of stores.
   * @param after only targets after this one; undefined: from the first on
   */
  async list(limit: number, after: TargetSubject | undefined): Promise<ListedTarget[]> {
    const place = after ? TARGET_SCOPES.indexOf(after.scope) + 1 : 0;
    return this.listed(
      this.database.pool,
      `WHERE (${PLACE}, attribute_key, subject) > ($2, $3, $4) ORDER BY ${PLACE}, attribute_key, subject LIMIT $1`,
      [limit, place, after?.attributeKey ?? '', after?.subject ?? ''],
    );
  }

  /** All targets, in the caller's transaction. */
  async all(client: PoolClient): Promise<ListedTarget[]> {
    return this.listed(client, `ORDER BY ${PLACE}, attribute_key, subject`, []);
  }

  private async listed(client: Pool | PoolClient, which: string, parameters: unknown[]): Promise<ListedTarget[]> {
    const { rows } = await client.query<TargetRow>(`SELECT ${COLUMNS} FROM target ${which}`, parameters);
    const names = await this.attributes.names(client);
    return rows.map(({ percent, ...row }) => ({
      ...row,
      target: targetIn(percent),
      attribute: row.scope === 'attribute' ? (names.get(row.attributeKey) ?? row.attributeKey) : undefined,
    }));
  }

  /** What a target that is set must be of: a store that exists, or an attribute that some store has or had. */
  private async subjectOf(named: NamedSubject, client: PoolClient): Promise<TargetSubject> {
    if (named.scope === 'store') {
      // Nobody may remove the store meanwhile.
      await lockBuckets(client, [bucketOf(named.storeId)]);
      await this.stores.find(named.storeId, client);
    }
    if (named.scope === 'attribute') await this.requireAttribute(named.attribute, client);
    return unchecked(named);
  }

  private async requireAttribute(name: string, client: PoolClient): Promise<void> {
    if ((await this.attributes.names(client)).has(attributeKey(name))) return;
    throw new CodedError('unknown_attribute', { values: { name: JSON.stringify(name) } });
  }
}

function unchecked(named: NamedSubject): TargetSubject {
  switch (named.scope) {
    case 'fleet':
      return { scope: 'fleet', attributeKey: '', subject: '' };
    case 'attribute':
      return { scope: 'attribute', attributeKey: attributeKey(named.attribute), subject: named.value };
    case 'store':
      return { scope: 'store', attributeKey: '', subject: named.storeId };
  }
}

/** What the audit says beside the ids of the path. */
function idsOf({ scope, subject }: TargetSubject): Record<string, string> {
  return scope === 'attribute' ? { value: subject } : {};
}

function targetIn(percent: string): number {
  const target = parsePercent(percent);
  if (target === undefined) throw new Error(`a target of ${percent} is stored`);
  return target;
}
