import { Inject, Injectable } from '@nestjs/common';
import { errors, type JWTPayload, jwtVerify } from 'jose';
import { CodedError } from '../../common/coded-error';
import { printable } from '../printable';
import { isScope, type Scope } from '../../platform/config/scopes';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import type { Caller } from '../caller';
import { Issuer } from './issuer';

/** No symmetric ones: whoever knows the public key could sign with it. `none` is no algorithm here. */
const ALGORITHMS = ['RS256', 'ES256', 'EdDSA'];

/** Seconds by which the clocks may differ. */
const TOLERANCE = 30;

/** Claims that only ID tokens have, which tell a client who logged in and allow nothing (OpenID Connect Core 1.0, section 2). */
const ID_TOKEN_CLAIMS = ['nonce', 'at_hash', 'c_hash'];

/** The longest subject that is kept. */
const MAX_SUBJECT = 250;

/** What is wrong with a token, rather than with the way to the issuer. */
const WRONG =
  /^ERR_(JWT|JWS|JWE|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_MATCHING_KEYS)/;

/** Access tokens of OIDC_ISSUER. */
@Injectable()
export class AccessTokens {
  private readonly issuer: Issuer | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {
    this.issuer = settings.OIDC_ISSUER === undefined ? undefined : new Issuer(settings.OIDC_ISSUER);
  }

  /** Whether an issuer is set, so that nobody is let in without a token or a key. */
  get areTaken(): boolean {
    return this.issuer !== undefined;
  }

  /**
   * Whom a token stands for.
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
      return this.toCaller(payload);
    } catch (error) {
      if (error instanceof CodedError) throw error;
      const isWrong = error instanceof errors.JOSEError && WRONG.test(error.code);
      throw new CodedError(isWrong ? 'wrong_key' : 'service_unavailable', { cause: error });
    }
  }

  private toCaller(payload: JWTPayload): Caller {
    const { OIDC_SCOPES_CLAIM: claim = '', OIDC_SCOPES_PREFIX: prefix = '' } = this.settings;
    return {
      actor: `oidc:${printable(payload.sub ?? '', MAX_SUBJECT)}`,
      name: null,
      scopes: new Set(scopesIn(claimIn(payload, claim), prefix)),
      isAnonymous: false,
    };
  }
}

function isIdToken(payload: JWTPayload): boolean {
  return ID_TOKEN_CLAIMS.some((claim) => claim in payload) || payload.typ === 'ID';
}

/** A claim by its name or, as `realm_access.roles`, by its path; one whose name has dots comes first. */
function claimIn(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name.split('.').reduce<unknown>((value, key) => (isRecord(value) ? value[key] : undefined), payload);
}

/** The scopes in a list, or in a text with spaces between them; what has another prefix, or is no scope, is for others. */
function scopesIn(value: unknown, prefix: string): Scope[] {
  const names: unknown[] = typeof value === 'string' ? value.split(' ') : Array.isArray(value) ? value : [];
  return names
    .filter((name) => typeof name === 'string' && name.startsWith(prefix))
    .map((name) => String(name).slice(prefix.length))
    .filter(isScope);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
