import type { JWTVerifyGetKey } from 'jose';
import { z } from 'zod';
import { CodedError } from '../../common/coded-error';
import { PATIENCE, PAUSE, RemoteKeys } from './remote-keys';

/** Milliseconds for which its metadata are cached. */
const KEPT = 3_600_000;

const metadataSchema = z.object({
  issuer: z.string(),
  jwks_uri: z.url(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
});

/** Where people log in, and where their codes are exchanged for tokens. */
interface Endpoints {
  readonly authorizationEndpoint: string;
  readonly tokenEndpoint: string;
}

interface Known extends Endpoints {
  readonly keys: JWTVerifyGetKey;
  /** By the clock of `performance`. */
  readonly since: number;
}

/** An OpenID provider, which says at a well-known address where to find it (OpenID Connect Discovery 1.0, section 4). */
export class Issuer {
  private known: Known | undefined;
  private asking: Promise<Known> | undefined;

  constructor(readonly url: string) {}

  /**
   * Its keys.
   * @throws CodedError `service_unavailable` if it does not say where they are
   */
  async keys(): Promise<JWTVerifyGetKey> {
    return (await this.metadata()).keys;
  }

  /** @throws CodedError `service_unavailable` if it does not say where they are */
  async endpoints(): Promise<Endpoints> {
    return this.metadata();
  }

  private async metadata(): Promise<Known> {
    if (this.known && performance.now() - this.known.since < KEPT) return this.known;
    this.asking ??= this.discover();
    return this.asking;
  }

  private async discover(): Promise<Known> {
    try {
      this.known = await this.ask();
      this.asking = undefined;
      return this.known;
    } catch (cause) {
      setTimeout(() => (this.asking = undefined), PAUSE).unref();
      throw new CodedError('service_unavailable', { cause });
    }
  }

  private async ask(): Promise<Known> {
    const address = `${this.url.replace(/\/$/, '')}/.well-known/openid-configuration`;
    const answer = await fetch(address, { signal: AbortSignal.timeout(PATIENCE), redirect: 'error' });
    if (!answer.ok) throw new Error(`${address} answers ${answer.status}`);
    const metadata = metadataSchema.parse(await answer.json());
    if (metadata.issuer !== this.url) throw new Error(`${address} is about another issuer`);
    return {
      keys: new RemoteKeys(metadata.jwks_uri).find,
      authorizationEndpoint: metadata.authorization_endpoint,
      tokenEndpoint: metadata.token_endpoint,
      since: performance.now(),
    };
  }
}
