import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTVerifyGetKey } from 'jose';
import { CodedError } from '../../common/coded-error';

/** Milliseconds within which an issuer must answer. */
export const PATIENCE = 5_000;
/** Milliseconds before an issuer that failed is asked again, however many requests need it. */
export const PAUSE = 1_000;

/**
 * The keys that an issuer publishes at an address. For an unknown one they are fetched again, at most every half minute, so that
 * keys can be rotated.
 */
export class RemoteKeys {
  private readonly keys;
  /** By the clock of `performance`. */
  private askAgainAt = 0;

  constructor(address: string) {
    this.keys = createRemoteJWKSet(new URL(address), { timeoutDuration: PATIENCE });
  }

  /**
   * Finds the key of a token.
   * @throws JOSEError if no key fits the token; CodedError `service_unavailable` if the issuer cannot be asked
   */
  readonly find: JWTVerifyGetKey = async (...token) => {
    // After a failure, jose would fetch them for each token, and anybody can make up tokens.
    if (performance.now() < this.askAgainAt) return this.findKnown(...token);
    try {
      return await this.keys(...token);
    } catch (cause) {
      if (isAboutToken(cause)) throw cause;
      this.askAgainAt = performance.now() + PAUSE;
      throw new CodedError('service_unavailable', { cause });
    }
  };

  /** One that is not known may be published by now. */
  private readonly findKnown: JWTVerifyGetKey = async (...token) => {
    const known = this.keys.fresh ? this.keys.jwks() : undefined;
    if (!known) throw new CodedError('service_unavailable');
    return createLocalJWKSet(known)(...token).catch((cause: unknown) => {
      throw new CodedError('service_unavailable', { cause });
    });
  };
}

function isAboutToken(error: unknown): boolean {
  return error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys;
}
