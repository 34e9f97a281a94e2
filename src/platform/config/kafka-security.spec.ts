import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { readSettings, SettingsError } from './settings';

const [CA = '', CERT = ''] = rootCertificates;
const PASSPHRASE = 'secret passphrase';
const KEY = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: PASSPHRASE },
}).privateKey;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'settings-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** What is said to be wrong, line by line. */
function problems(environment: Readonly<Record<string, string>>): string[] {
  try {
    readSettings(environment);
    return [];
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const [, ...lines] = error.message.split('\n');
    return lines.map((line) => line.trim());
  }
}

/** A file with a text, in the folder of the test. */
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

describe('the security of Kafka', () => {
  it('may be TLS, with or without certificates of our own, and a login, each without the other', () => {
    const login = { KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
    expect(readSettings({ KAFKA_TLS: 'on', KAFKA_TLS_CA: CA })).toMatchObject({ KAFKA_TLS: true, KAFKA_TLS_CA: CA });
    expect(readSettings(login)).toMatchObject({ ...login, KAFKA_TLS: false });
    expect(problems({ KAFKA_TLS: 'on', ...login })).toEqual([]);
  });

  it.each([
    [{ KAFKA_TLS_CA: CA }, 'KAFKA_TLS_CA: needs KAFKA_TLS=on'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_CERT: CERT }, 'KAFKA_TLS_CERT: needs KAFKA_TLS_KEY'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_KEY: KEY }, 'KAFKA_TLS_KEY: needs KAFKA_TLS_CERT'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_KEY_PASSPHRASE: PASSPHRASE }, 'KAFKA_TLS_KEY_PASSPHRASE: needs KAFKA_TLS_KEY'],
    [{ KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_SASL_MECHANISM: needs KAFKA_SASL_USERNAME'],
    [{ KAFKA_SASL_MECHANISM: 'plain', KAFKA_SASL_USERNAME: 'a' }, 'KAFKA_SASL_USERNAME: needs KAFKA_SASL_PASSWORD'],
    [{ KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' }, 'KAFKA_SASL_PASSWORD: needs KAFKA_SASL_MECHANISM'],
    [{ KAFKA_TLS: 'on', KAFKA_TLS_CA: 'secret' }, 'KAFKA_TLS_CA: must be a certificate in PEM'],
  ])('is refused if it is incomplete or no PEM: %j', (environment, problem) => {
    expect(problems(environment)).toEqual([problem]);
  });

  it('is refused if the key cannot be read, or if it is not that of the certificate', () => {
    const own = { KAFKA_TLS: 'on', KAFKA_TLS_CERT: CERT, KAFKA_TLS_KEY: KEY };
    const unreadable =
      'KAFKA_TLS_KEY: must be a private key in PEM, with the right KAFKA_TLS_KEY_PASSPHRASE if it is encrypted';
    expect(problems(own)).toEqual([unreadable]);
    expect(problems({ ...own, KAFKA_TLS_KEY_PASSPHRASE: 'another' })).toEqual([unreadable]);
    expect(problems({ ...own, KAFKA_TLS_KEY_PASSPHRASE: PASSPHRASE })).toEqual([
      'KAFKA_TLS_KEY: does not belong to KAFKA_TLS_CERT',
    ]);
  });

  it('may be in files, of which a line break at the end does not count', () => {
    const settings = {
      KAFKA_SASL_MECHANISM: 'plain',
      KAFKA_SASL_USERNAME_FILE: file('user', 'a'),
      KAFKA_SASL_PASSWORD_FILE: file('password', ' with spaces \r\n'),
    };
    expect(readSettings(settings)).toMatchObject({ KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: ' with spaces ' });
    // Whatever is no secret is in no file.
    expect(readSettings({ KAFKA_TOPIC_FILE: file('topic', 'polls') })).toMatchObject({ KAFKA_TOPIC: 'store-status' });
  });

  it('names files that are missing, empty or one too many', () => {
    expect(
      problems({
        KAFKA_TLS_CA_FILE: join(folder, 'none'),
        KAFKA_SASL_USERNAME_FILE: file('empty', '\n'),
        KAFKA_SASL_PASSWORD_FILE: file('secret', 'secret'),
        KAFKA_SASL_PASSWORD: 'secret',
      }),
    ).toEqual([
      'KAFKA_TLS_CA_FILE: names a file that cannot be read (ENOENT)',
      'KAFKA_SASL_USERNAME_FILE: names an empty file',
      'KAFKA_SASL_PASSWORD_FILE: is set as well as KAFKA_SASL_PASSWORD; unset one of them',
    ]);
  });
});
