import { Inject, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { CodedError } from '../common/coded-error';
import { within } from '../common/deadline';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { type Caller, stranger } from './caller';
import { callerWith, Keys } from './keys/keys';
import { KeyUses } from './keys/key-uses';
import { isSecret } from './keys/secret';
import { AccessTokens } from './oidc/access-tokens';
import { reachedBy } from './reach';
import { Sessions } from './sessions/sessions';

/** What a request shows of who it comes from. */
export interface Visitor {
  /** What it shows as its key, whatever that is; undefined if it shows none. */
  readonly secret: string | undefined;
  /** The token of its session; undefined without one. */
  readonly session: string | undefined;
  /** Whether somebody who is not trusted passed it on, or a page whose domain was pointed here sent it. */
  readonly isForwarded: boolean;
}

/** Milliseconds that a probe, which is answered whoever asks, waits to learn how much to say. */
const PROBE_PATIENCE = 1_000;

/**
 * Decides who a request comes from. Until the first key is made, anybody who can reach a service that only this machine can reach
 * may do everything, and otherwise what ALLOW_ANONYMOUS says. From then on, and with
 * OIDC_ISSUER from the beginning, nobody may do anything without a key or a token.
 */
@Injectable()
export class Door implements OnApplicationBootstrap {
  private readonly logger = new Logger('Access');
  private readonly reached: string | undefined;
  private readonly stranger: Caller;
  /** For good: keys that have ended are kept. */
  private isClosed = false;

  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly keys: Keys,
    private readonly uses: KeyUses,
    private readonly tokens: AccessTokens,
    private readonly sessions: Sessions,
  ) {
    this.reached = reachedBy(settings);
    this.stranger = stranger(settings.ALLOW_ANONYMOUS);
  }

  /** @throws Error if others can reach the service, and nothing says what they may do */
  async onApplicationBootstrap(): Promise<void> {
    const { ALLOW_ANONYMOUS } = this.settings;
    if (await this.hasClosed()) return;
    if (ALLOW_ANONYMOUS) {
      this.logger.warn(`open: without a key, anybody may ${ALLOW_ANONYMOUS.join(', ')} until the first key is made`);
    } else if (this.reached === undefined) {
      this.logger.log(
        'open to this machine: without a key, anybody on it may do everything until the first key is made',
      );
    } else {
      throw new Error(
        `${this.reached}, so others can reach the service, and there is no API key yet. Make one ` +
          '(npm run keys -- create --name admin --scopes read,ingest,report,admin), or say in ALLOW_ANONYMOUS what ' +
          'anybody may do.',
      );
    }
  }

  /**
   * Who a request comes from.
   * @throws CodedError `wrong_key`, also where none is needed; `key_required`; `service_unavailable`
   */
  async admit({ secret, session, isForwarded }: Visitor): Promise<Caller> {
    if (secret !== undefined) return this.holderOf(secret);
    const loggedIn = session === undefined ? undefined : await this.sessions.holderOf(session);
    if (loggedIn) return loggedIn;
    if (isForwarded && !this.settings.ALLOW_ANONYMOUS) {
      throw keyRequired(' The request came through a proxy that TRUST_PROXY does not name.');
    }
    if (await this.hasClosed()) throw keyRequired();
    return this.stranger;
  }

  /** Who a request comes from that is answered in any case. Without an answer of PostgreSQL, the door is as it was last seen. */
  async recognise(visitor: Visitor): Promise<Caller> {
    try {
      return await within(PROBE_PATIENCE, this.admit(visitor));
    } catch (error) {
      const isRefused = error instanceof CodedError || visitor.secret !== undefined || this.isClosed;
      return isRefused ? stranger([]) : this.stranger;
    }
  }

  private async holderOf(secret: string): Promise<Caller> {
    if (!isSecret(secret)) return this.tokens.holderOf(secret);
    const holder = await this.keys.holderOf(secret);
    if (!holder) throw new CodedError('wrong_key');
    this.uses.note(holder);
    return callerWith(holder);
  }

  private async hasClosed(): Promise<boolean> {
    this.isClosed ||= this.tokens.areAccepted || (await this.keys.exist());
    return this.isClosed;
  }
}

/** The error of a request that shows no key where one is needed. */
export function keyRequired(hint = ''): CodedError {
  return new CodedError('key_required', { values: { hint } });
}
