import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { CodedError } from '../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import type { Caller } from '../caller';
import { ALGORITHMS, callerIn, TOLERANCE } from './claims';
import { Issuer } from './issuer';

/** Claims that only ID tokens have, which tell a client who logged in and allow nothing (OpenID Connect Core 1.0, section 2). */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'];

/** Access tokens of OIDC_ISSUER. */
@Injectable()
export class AccessTokens {
  private readonly issuer: Issuer | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {
    this.issuer = settings.OIDC_ISSUER === undefined ? undefined : new Issuer(settings.OIDC_ISSUER);
  }

  /** Whether an issuer is configured; then every caller needs a token or a key. */
  get areAccepted(): boolean {
    return this.issuer !== undefined;
  }

  /**
   * The caller that a token identifies.
   * @throws CodedError `wrong_key`; `service_unavailable` if the issuer's keys cannot be had
   */
  async holderOf(token: string): Promise<Caller> {
    if (!this.issuer || token.split('.').length !== 3) throw new CodedError('wrong_key');
    const keys = await this.issuer.keys();
    try {
      const { payload } = await jwtVerify(token, keys, {
        issuer: this.issuer.url,
        audience: this.settings.OIDC_AUDIENCE ?? '',
        algorithms: ALGORITHMS,
        requiredClaims: ['sub', 'exp'],
        clockTolerance: TOLERANCE,
      });
      if (isIdToken(payload)) throw new CodedError('wrong_key');
      return callerIn(payload, this.settings);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      throw new CodedError(error instanceof errors.JOSEError ? 'wrong_key' : 'service_unavailable', { cause: error });
    }
  }
}

function isIdToken(payload: JWTPayload): boolean {
  return ID_TOKEN_CLAIMS.some((claim) => claim in payload) || payload.typ === 'ID';
}
