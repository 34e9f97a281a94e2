import { Injectable } from '@nestjs/common';
import { randomUUID, timingSafeEqual } from 'node:crypto';
import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { CodedError } from '../../common/coded-error';
import { SharedReads } from '../../common/collections/shared-reads';
import type { Scope } from '../../platform/config/scopes';
import { Database } from '../../platform/database/database';
import { fromMicros } from '../../platform/database/sql';
import { type Act, recordAct } from '../audit/act';
import type { Caller } from '../caller';
import type { ApiKey } from './api-key.entity';
import { digestOf, isSecret, newSecret } from './secret';

/** A key without its digest. */
export type Key = Omit<ApiKey, 'secretSha256'>;

/** A key just made, and what nobody will be shown again. */
export interface NewKey {
  readonly key: Key;
  readonly secret: string;
}

/** What a new key is to be. */
export interface KeyRequest {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Undefined: never. */
  readonly expiresAt: Micros | undefined;
}

/** Who a key belongs to. */
export interface KeyHolder {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Whether its last use was recorded more than a minute ago, or never. */
  readonly isUseDue: boolean;
}

/** The holder of a key as a caller. */
export function callerWith({ keyId, name, scopes }: KeyHolder): Caller {
  return { actor: `key:${keyId}`, name, scopes: new Set(scopes), isAnonymous: false };
}

const COLUMNS = `
  key_id AS "keyId", key_no AS "keyNo", name, scopes, created_at AS "createdAt", created_by AS "createdBy",
  expires_at AS "expiresAt", revoked_at AS "revokedAt", last_used_at AS "lastUsedAt"`;

/** SQL: whether a key can be used, by the clock of PostgreSQL. */
export const IS_VALID = '(expires_at IS NULL OR expires_at > now()) AND (revoked_at IS NULL OR revoked_at > now())';

/** SQL: whether a key's last use was recorded more than a minute ago, or never. */
export const IS_USE_DUE = "(last_used_at IS NULL OR last_used_at < now() - interval '1 minute')";

/** No other writer of keys may come between a look at them and the write that depends on it. */
const LOCK = 'LOCK TABLE api_key IN SHARE ROW EXCLUSIVE MODE';

/** API keys: made, listed, revoked, rotated, and recognised. Each change is in the audit. */
@Injectable()
export class Keys {
  private readonly existence = new SharedReads(() => this.readExistence());
  /** By the digests of their secrets. */
  private readonly holders = new SharedReads((digest) => this.readHolder(Buffer.from(digest, 'base64')));

  constructor(private readonly database: Database) {}

  /** Whether a key was ever made, even if it has ended since. */
  async exist(): Promise<boolean> {
    return this.existence.get('');
  }

  /** Who holds a key; undefined if there is no such key, or if it has expired or was revoked. */
  async holderOf(secret: string): Promise<KeyHolder | undefined> {
    return isSecret(secret) ? this.holders.get(digestOf(secret).toString('base64')) : undefined;
  }

  private async readExistence(): Promise<boolean> {
    const { rows } = await this.database.pool.query<{ exist: boolean }>('SELECT EXISTS (SELECT FROM api_key) AS exist');
    return rows[0]?.exist === true;
  }

  private async readHolder(digest: Buffer): Promise<KeyHolder | undefined> {
    const { rows } = await this.database.pool.query<KeyHolder & { secretSha256: Buffer }>(
      `SELECT key_id AS "keyId", name, scopes, secret_sha256 AS "secretSha256",
              ${IS_USE_DUE} AS "isUseDue"
       FROM api_key WHERE secret_sha256 = $1 AND ${IS_VALID}`,
      [digest],
    );
    const [found] = rows;
    return found && timingSafeEqual(found.secretSha256, digest) ? found : undefined;
  }

  /** Records that a key is used, at most once a minute. */
  async recordUse(keyId: string): Promise<void> {
    await this.database.pool.query(`UPDATE api_key SET last_used_at = now() WHERE key_id = $1 AND ${IS_USE_DUE}`, [
      keyId,
    ]);
  }

  /** @throws CodedError `invalid_expires_at` unless it is yet to come */
  async create(request: KeyRequest, by: Act): Promise<NewKey> {
    return this.database.transaction((client) => insert(client, request, by));
  }

  /**
   * Makes the first key; returns undefined if there was one before, even if that has ended.
   * @param keep stores the key somewhere, before it counts; if that fails, no key is made
   */
  async createFirst(request: KeyRequest, by: Act, keep: (made: NewKey) => Promise<void>): Promise<NewKey | undefined> {
    return this.database.transaction(async (client) => {
      await client.query(LOCK);
      const { rowCount } = await client.query('SELECT FROM api_key LIMIT 1');
      if (rowCount !== 0) return undefined;
      const made = await insert(client, request, by);
      await keep(made);
      return made;
    });
  }

  /**
   * A page of keys, the newest first.
   * @param before only keys made before the one with this number; undefined starts with the newest
   */
  async list(limit: number, before: number | undefined): Promise<Key[]> {
    const { rows } = await this.database.pool.query<Key>(
      `SELECT ${COLUMNS} FROM api_key WHERE $2::integer IS NULL OR key_no < $2 ORDER BY key_no DESC LIMIT $1`,
      [limit, before],
    );
    return rows;
  }

  /** The keys of this name that were not revoked. */
  async named(name: string): Promise<Key[]> {
    const { rows } = await this.database.pool.query<Key>(
      `SELECT ${COLUMNS} FROM api_key WHERE name = $1 AND revoked_at IS NULL ORDER BY key_no DESC`,
      [name],
    );
    return rows;
  }

  /**
   * Ends a key at once. Revoking it again changes nothing.
   * @throws CodedError `key_not_found`
   */
  async revoke(keyId: string, by: Act): Promise<Key> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<Key>(
        `UPDATE api_key SET revoked_at = now() WHERE key_id = $1 AND (revoked_at IS NULL OR revoked_at > now())
         RETURNING ${COLUMNS}`,
        [keyId],
      );
      if (rows[0]) await recordAct(client, by, { key_id: keyId });
      return rows[0] ?? find(client, keyId);
    });
  }

  /**
   * Makes a key of the same name and scopes, valid for as long as the old one was when it was made, and ends the old one after an
   * overlap.
   * @param overlap milliseconds
   * @throws CodedError `key_not_found`; Error if it was revoked
   */
  async rotate(keyId: string, overlap: number, by: Act): Promise<NewKey> {
    return this.database.transaction(async (client) => {
      const { rows } = await client.query<{ expiresAt: string | null }>(
        `UPDATE api_key SET revoked_at = least(revoked_at, now() + $2 * interval '1 millisecond')
         WHERE key_id = $1 AND (revoked_at IS NULL OR revoked_at > now())
         RETURNING (extract(epoch FROM now() + (expires_at - created_at)) * 1000000)::bigint AS "expiresAt"`,
        [keyId, overlap],
      );
      const old = await find(client, keyId);
      if (!rows[0]) throw new Error('The key was revoked. Create a new one.');
      const expiresAt = rows[0].expiresAt === null ? undefined : Number(rows[0].expiresAt);
      return insert(client, { name: old.name, scopes: old.scopes, expiresAt }, by, { rotated_key_id: keyId });
    });
  }
}

async function insert(client: PoolClient, { name, scopes, expiresAt }: KeyRequest, by: Act, ids = {}): Promise<NewKey> {
  const secret = newSecret();
  const keyId = randomUUID();
  const { rows } = await client.query<Key>(
    `INSERT INTO api_key (key_id, name, scopes, secret_sha256, created_by, expires_at)
     SELECT $1, $2, $3, $4, $5, expires_at
     FROM (SELECT ${fromMicros('$6::bigint')} AS expires_at) given WHERE expires_at IS NULL OR expires_at > now()
     RETURNING ${COLUMNS}`,
    [keyId, name, scopes, digestOf(secret), by.actor, expiresAt],
  );
  const [key] = rows;
  if (!key) throw new CodedError('invalid_expires_at', { values: { hint: '' } });
  await recordAct(client, by, { key_id: keyId, ...ids });
  return { key, secret };
}

async function find(client: PoolClient, keyId: string): Promise<Key> {
  const { rows } = await client.query<Key>(`SELECT ${COLUMNS} FROM api_key WHERE key_id = $1`, [keyId]);
  if (!rows[0]) throw new CodedError('key_not_found');
  return rows[0];
}
