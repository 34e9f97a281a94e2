import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { CodedError } from '../../common/coded-error';
import { SharedReads } from '../../common/collections/shared-reads';
import type { Scope } from '../../platform/config/scopes';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { type Act, recordAct } from '../audit/act';
import type { Caller } from '../caller';
import { KeyUses } from '../keys/key-uses';
import { callerWith, IS_USE_DUE, IS_VALID, type KeyHolder, Keys } from '../keys/keys';

/** A session just begun. */
export interface NewSession {
  /** For the cookie; it is stored nowhere. */
  readonly token: string;
  readonly caller: Caller;
}

/** Sessions of browsers. Each stands for a key, and ends with it, or for somebody who has logged in elsewhere. */
@Injectable()
export class Sessions {
  /** By the digests of their tokens. */
  private readonly holders = new SharedReads((digest) => this.readHolder(Buffer.from(digest, 'base64')));

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly keys: Keys,
    private readonly uses: KeyUses,
  ) {}

  /**
   * Begins a session of the holder of a key.
   * @param by who asks for it
   * @throws CodedError `wrong_key`
   */
  async begin(secret: string, by: Act): Promise<NewSession> {
    const holder = await this.keys.holderOf(secret);
    if (!holder) throw new CodedError('wrong_key');
    this.uses.note(holder);
    const caller = callerWith(holder);
    return { token: await this.insert(caller, holder.keyId, by), caller };
  }

  /** Begins a session of somebody who has logged in elsewhere; returns its token. */
  async beginFor(caller: Caller, by: Act): Promise<string> {
    return this.insert(caller, undefined, by);
  }

  private async insert({ actor, name, scopes }: Caller, keyId: string | undefined, by: Act): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    const own = keyId === undefined ? [actor, [...scopes]] : [null, null];
    await this.database.transaction(async (client) => {
      await client.query('DELETE FROM session WHERE expires_at < now()');
      await client.query(
        `INSERT INTO session (token_sha256, key_id, actor, scopes, expires_at)
         VALUES ($1, $2, $3, $4, now() + $5 * interval '1 millisecond')`,
        [digestOf(token), keyId, ...own, this.settings.SESSION_LIFETIME],
      );
      await recordAct(client, { ...by, actor, actorName: name });
    });
    return token;
  }

  /** Whose session a token stands for; undefined if there is no such session, or if it or its key has ended. */
  async holderOf(token: string): Promise<Caller | undefined> {
    return this.holders.get(digestOf(token).toString('base64'));
  }

  private async readHolder(digest: Buffer): Promise<Caller | undefined> {
    const { rows } = await this.database.pool.query<KeyHolder | { keyId: null; actor: string; scopes: Scope[] }>(
      `SELECT key_id AS "keyId", actor, held.name, coalesce(session.scopes, held.scopes) AS scopes,
              ${IS_USE_DUE} AS "isUseDue"
       FROM session LEFT JOIN (SELECT * FROM api_key WHERE ${IS_VALID}) held USING (key_id)
       WHERE token_sha256 = $1 AND session.expires_at > now() AND (session.key_id IS NULL OR held.key_id IS NOT NULL)`,
      [digest],
    );
    const [found] = rows;
    if (!found) return undefined;
    if (found.keyId === null) {
      return { actor: found.actor, name: null, scopes: new Set(found.scopes), isAnonymous: false };
    }
    this.uses.note(found);
    return callerWith(found);
  }

  /** Ends a session, if it is one. Its owner is the author, whatever else the request shows. */
  async end(token: string, by: Act): Promise<void> {
    await this.database.transaction(async (client) => {
      const { rows } = await client.query<Pick<Act, 'actor' | 'actorName'>>(
        `DELETE FROM session WHERE token_sha256 = $1
         RETURNING coalesce(actor, 'key:' || key_id) AS actor,
                   (SELECT name FROM api_key WHERE api_key.key_id = session.key_id) AS "actorName"`,
        [digestOf(token)],
      );
      if (rows[0]) await recordAct(client, { ...by, ...rows[0] });
    });
  }
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
