import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Paths of PEM files: an authority, a broker on 127.0.0.1 and a client that it vouches for. */
export interface Certificates {
  readonly authority: string;
  /** The broker's key and certificate. */
  readonly broker: { readonly key: string; readonly certificate: string };
  /** The client's, with the passphrase of its key. */
  readonly client: { readonly key: string; readonly certificate: string; readonly passphrase: string };
}

/** Makes new certificates in a folder, valid for a day. */
export async function makeCertificates(folder: string): Promise<Certificates> {
  const path = (name: string) => join(folder, name);
  const passphrase = 'the passphrase of the client';
  const [authority, authorityKey] = [path('ca.pem'), path('ca.key')];
  const make = async (name: string, ...options: readonly string[]) => {
    const [key, certificate] = [path(`${name}.key`), path(`${name}.pem`)];
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-days', '1'];
    await run('openssl', [...kind, '-subj', `/CN=${name}`, '-keyout', key, '-out', certificate, ...options]);
    return { key, certificate };
  };
  const signed = ['-CA', authority, '-CAkey', authorityKey];
  await make('ca', '-nodes');
  const [broker, client] = await Promise.all([
    make(
      'broker',
      '-nodes',
      ...signed,
      '-addext',
      'subjectAltName=IP:127.0.0.1',
      '-addext',
      'basicConstraints=CA:FALSE',
    ),
    make('client', '-passout', `pass:${passphrase}`, ...signed, '-addext', 'basicConstraints=CA:FALSE'),
  ]);
  return { authority, broker, client: { ...client, passphrase } };
}
