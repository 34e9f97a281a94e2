import { execFile, spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of PEM files: an authority, a server on 127.0.0.1 and a client that it vouches for. */
export interface Certificates {
  readonly authority: string;
  /** The server's key and certificate. */
  readonly server: { readonly key: string; readonly certificate: string };
  /** The client's, with the passphrase of its key. */
  readonly client: { readonly key: string; readonly certificate: string; readonly passphrase: string };
}

/** Why no certificates can be made; undefined if they can. */
export function missingForCertificates(): string | undefined {
  return spawnSync('openssl', ['version']).status === 0 ? undefined : 'OpenSSL not installed';
}

/** Makes new certificates in a folder, valid for a day. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const path = (name: string) => join(folder, name);
  const passphrase = `the passphrase of the client ${randomUUID()}`;
  const [authority, authorityKey] = [path('ca.pem'), path('ca.key')];
  const make = async (name: string, ...options: readonly string[]) => {
    const [key, certificate] = [path(`${name}.key`), path(`${name}.pem`)];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '1'];
    await run('openssl', [...kind, '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate, ...options]);
    return { key, certificate };
  };
  const signed = ['-CA', authority, '-CAkey', authorityKey];
  await make('ca', '-nodes');
  const [server, client] = await Promise.all([
    make(
      'server',
      '-nodes',
      ...signed,
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-addext',
      'basicConstraints=CA:FALSE',
    ),
    make('client', '-passout', `pass:${passphrase}`, ...signed, '-addext', 'basicConstraints=CA:FALSE'),
  ]);
  return { authority, server, client: { ...client, passphrase } };
}
