import { Inject, Injectable } from '@nestjs/common';
import { createHash, randomBytes } from 'node:crypto';
import { CodedError } from '../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { Database } from '../../platform/database/database';
import { type Act, recordAct } from '../audit/act';
import type { Caller } from '../caller';
import { IS_VALID, type KeyHolder, Keys } from '../keys/keys';

/** A session just begun. */
export interface NewSession {
  /** For the cookie; it is stored nowhere. */
  readonly token: string;
  readonly caller: Caller;
}

/** Sessions of browsers, each of which stands for a key, and ends with it. */
@Injectable()
export class Sessions {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly database: Database,
    private readonly keys: Keys,
  ) {}

  /**
   * Begins a session of the holder of a key.
   * @param by who asks for it
   * @throws CodedError `wrong_key`
   */
  async begin(secret: string, by: Act): Promise<NewSession> {
    const holder = await this.keys.holderOf(secret);
    if (!holder) throw new CodedError('wrong_key');
    const token = randomBytes(32).toString('base64url');
    const caller = callerOf(holder);
    await this.database.transaction(async (client) => {
      await client.query('DELETE FROM session WHERE expires_at < now()');
      await client.query(
        `INSERT INTO session (token_sha256, key_id, expires_at)
         VALUES ($1, $2, now() + $3 * interval '1 millisecond')`,
        [digestOf(token), holder.keyId, this.settings.SESSION_LIFETIME],
      );
      await recordAct(client, { ...by, actor: caller.actor, actorName: caller.name });
    });
    return { token, caller };
  }

  /** Whose session this is; undefined if it is none, or is over, or its key is. */
  async holderOf(token: string): Promise<Caller | undefined> {
    const { rows } = await this.database.pool.query<KeyHolder>(
      `SELECT key_id AS "keyId", name, scopes FROM api_key
       WHERE key_id = (SELECT key_id FROM session WHERE token_sha256 = $1 AND session.expires_at > now()) AND ${IS_VALID}`,
      [digestOf(token)],
    );
    return rows[0] && callerOf(rows[0]);
  }

  /** Ends a session, if it is one. */
  async end(token: string, by: Act): Promise<void> {
    await this.database.transaction(async (client) => {
      const { rowCount } = await client.query('DELETE FROM session WHERE token_sha256 = $1', [digestOf(token)]);
      if (rowCount === 1) await recordAct(client, by);
    });
  }
}

function callerOf({ keyId, name, scopes }: Pick<KeyHolder, 'keyId' | 'name' | 'scopes'>): Caller {
  return { actor: `key:${keyId}`, name, scopes: new Set(scopes), isAnonymous: false };
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
