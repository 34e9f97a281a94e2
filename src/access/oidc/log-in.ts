import { Inject, Injectable } from '@nestjs/common';
import { errors, jwtVerify } from 'jose';
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { CodedError } from '../../common/coded-error';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import type { Caller } from '../caller';
import { ALGORITHMS, callerIn, TOLERANCE } from './claims';
import { Issuer } from './issuer';
import { PATIENCE } from './remote-keys';

/** What the browser keeps between the two steps of a log-in. By itself it gives no access. */
export interface LogInState {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** The parameters with which the issuer redirects the browser back. */
export interface Callback {
  readonly code: string | undefined;
  readonly state: string | undefined;
}

const tokensSchema = z.object({ id_token: z.string() });

/** Logs people in to the page at OIDC_ISSUER: by an authorization code, with PKCE (RFC 7636) and a nonce. */
@Injectable()
export class OidcLogIn {
  private readonly issuer: Issuer | undefined;

  constructor(@Inject(SETTINGS) private readonly settings: ServiceSettings) {
    const { OIDC_ISSUER, OIDC_CLIENT_ID } = settings;
    this.issuer = OIDC_ISSUER === undefined || OIDC_CLIENT_ID === undefined ? undefined : new Issuer(OIDC_ISSUER);
  }

  get isPossible(): boolean {
    return this.issuer !== undefined;
  }

  /**
   * The address to redirect the browser to, and what it must keep.
   * @throws CodedError `log_in_failed` if there is no issuer to log in at, `service_unavailable`
   */
  async begin(redirectUri: string): Promise<{ readonly address: string; readonly kept: LogInState }> {
    const { authorizationEndpoint } = await this.knownIssuer().endpoints();
    const [state, nonce, verifier] = [random(), random(), random()];
    const address = new URL(authorizationEndpoint);
    const parameters = {
      response_type: 'code',
      client_id: this.settings.OIDC_CLIENT_ID ?? '',
      redirect_uri: redirectUri,
      scope: 'openid',
      state,
      nonce,
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value);
    return { address: address.href, kept: { state, nonce, verifier } };
  }

  /**
   * The caller who has logged in.
   * @throws CodedError `log_in_failed` unless this browser started the log-in and the issuer confirms it; `service_unavailable`
   */
  async finish({ code, state }: Callback, kept: LogInState | undefined, redirectUri: string): Promise<Caller> {
    if (code === undefined || state === undefined || !kept || !isSame(state, kept.state)) {
      throw failed('the provider refused it, or it began in another browser');
    }
    const issuer = this.knownIssuer();
    const idToken = await this.exchange((await issuer.endpoints()).tokenEndpoint, code, kept.verifier, redirectUri);
    const { payload } = await jwtVerify(idToken, await issuer.keys(), {
      issuer: issuer.url,
      audience: this.settings.OIDC_CLIENT_ID ?? '',
      algorithms: ALGORITHMS,
      requiredClaims: ['sub', 'exp', 'nonce'],
      clockTolerance: TOLERANCE,
    }).catch((cause: unknown) => {
      throw cause instanceof errors.JOSEError ? failed('the ID token is invalid', cause) : cause;
    });
    if (typeof payload.nonce !== 'string' || !isSame(payload.nonce, kept.nonce)) {
      throw failed('the ID token belongs to another log-in');
    }
    // A token for several clients says which of them asked for it (OpenID Connect Core 1.0, section 3.1.3.7).
    if (payload.azp !== undefined && payload.azp !== this.settings.OIDC_CLIENT_ID) {
      throw failed('the ID token was issued to another client');
    }
    return callerIn(payload, this.settings);
  }

  private async exchange(endpoint: string, code: string, verifier: string, redirectUri: string): Promise<string> {
    const body = new URLSearchParams({
      grant_type: 'authorization_code',
      client_id: this.settings.OIDC_CLIENT_ID ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
      code,
    });
    const options = { method: 'POST', body, signal: AbortSignal.timeout(PATIENCE), redirect: 'error' } as const;
    const answer = await fetch(endpoint, options).catch((cause: unknown) => {
      throw new CodedError('service_unavailable', { cause });
    });
    if (answer.status >= 500) throw new CodedError('service_unavailable');
    const tokens = tokensSchema.safeParse(await answer.json().catch(() => undefined));
    if (!tokens.success) throw failed('the provider issued no ID token');
    return tokens.data.id_token;
  }

  private knownIssuer(): Issuer {
    if (!this.issuer) throw failed('no provider is configured');
    return this.issuer;
  }
}

function failed(reason: string, cause?: unknown): CodedError {
  return new CodedError('log_in_failed', { values: { reason }, cause });
}

function random(): string {
  return randomBytes(32).toString('base64url');
}

function isSame(given: string, kept: string): boolean {
  const [a, b] = [given, kept].map((text) => createHash('sha256').update(text).digest());
  return a !== undefined && b !== undefined && timingSafeEqual(a, b);
}
