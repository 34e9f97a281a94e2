import { exportJWK, generateKeyPair, type JWTPayload, type KeyLike, SignJWT } from 'jose';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface SigningKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: KeyLike;
  readonly publicKey: KeyLike;
}

/** A key to sign with. */
export async function newKey(kid: string, alg: string): Promise<SigningKey> {
  return { kid, alg, ...(await generateKeyPair(alg)) };
}

/** An OpenID provider on this machine. */
export class StubIssuer {
  published: SigningKey[] = [];
  /** With what it answers; undefined: as it should. */
  status: number | undefined;
  claimed: string | undefined;
  /** The path at which it answers with an error. */
  broken: string | undefined;
  /** The paths of all requests that came. */
  readonly paths: string[] = [];
  private readonly server: Server = createServer((request, response) => {
    const url = request.url ?? '';
    this.paths.push(url);
    if (url.startsWith('/authorize?')) {
      response.writeHead(200, { 'content-type': 'text/html' }).end(consentPage(new URL(url, this.url).searchParams));
      return;
    }
    void text(request)
      .then((body) => this.answer(url, body))
      .then((answer) => {
        response
          .writeHead(this.status ?? (url === this.broken ? 500 : 200), { 'content-type': 'application/json' })
          .end(JSON.stringify(answer));
      });
  });

  async start(): Promise<void> {
    this.server.listen(0, '127.0.0.1');
    await once(this.server, 'listening');
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    return `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** What it was asked for tokens with. */
  asked: URLSearchParams | undefined;
  /** The ID token that it gives for a code. */
  idToken: string | undefined;

  private async answer(path: string, body: string): Promise<object> {
    if (path === '/token') {
      this.asked = new URLSearchParams(body);
      return this.idToken === undefined ? { error: 'invalid_grant' } : { id_token: this.idToken, access_token: 'x' };
    }
    if (path === '/.well-known/openid-configuration') {
      return {
        issuer: this.claimed ?? this.url,
        jwks_uri: `${this.url}/keys`,
        authorization_endpoint: `${this.url}/authorize`,
        token_endpoint: `${this.url}/token`,
      };
    }
    const keys = this.published.map(async ({ kid, alg, publicKey }) => ({ ...(await exportJWK(publicKey)), kid, alg }));
    return { keys: await Promise.all(keys) };
  }

  async sign(claims: JWTPayload, key = this.published[0]): Promise<string> {
    if (!key) throw new Error('there is no key');
    return new SignJWT({ iss: this.url, exp: Math.floor(Date.now() / 1000) + 60, ...claims })
      .setProtectedHeader({ alg: key.alg, kid: key.kid })
      .sign(key.privateKey);
  }
}

/** Where people are asked whether they want to log in. */
function consentPage(asked: URLSearchParams): string {
  const back = (answer: Record<string, string>) => {
    const query = new URLSearchParams({ ...answer, state: asked.get('state') ?? '' });
    return `${asked.get('redirect_uri') ?? ''}?${query.toString()}`.replaceAll('&', '&amp;');
  };
  return `<!doctype html><title>Provider</title><h1>Provider</h1>
    <a href="${back({ code: 'abc' })}">Allow</a> <a href="${back({ error: 'access_denied' })}">Deny</a>`;
}
