import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { certificateProblems } from './certificates';

const [CA = ''] = rootCertificates;

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'certificates-'));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** A DATABASE_URL with a file in the folder of the test. */
function databaseUrl(name: string): string {
  return `postgres://user:secret@host/db?sslmode=verify-full&sslrootcert=${encodeURIComponent(join(folder, name))}`;
}

describe('the certificates that vouch for a server', () => {
  it('may be of one’s own', () => {
    writeFileSync(join(folder, 'our ca.pem'), `${CA}\n${CA}`);
    expect(certificateProblems({ DATABASE_URL: databaseUrl('our ca.pem') })).toEqual([]);
    expect(certificateProblems({ REDIS_URL: 'rediss://host', REDIS_TLS_CA: CA })).toEqual([]);
    expect(certificateProblems({ DATABASE_URL: 'postgres://host/db', REDIS_URL: 'rediss://host' })).toEqual([]);
  });

  it('are refused for PostgreSQL if their file cannot be read or has none', () => {
    writeFileSync(join(folder, 'wrong.pem'), 'secret');
    const problem = (name: string) => certificateProblems({ DATABASE_URL: databaseUrl(name) });
    expect(problem('missing.pem')).toEqual(['DATABASE_URL: its sslrootcert names a file that cannot be read (ENOENT)']);
    expect(problem('wrong.pem')).toEqual(['DATABASE_URL: its sslrootcert names a file that is no certificate in PEM']);
  });

  it('are refused for Redis if they are none, or if it is not reached over TLS', () => {
    const withoutTls = 'REDIS_TLS_CA: needs a REDIS_URL that begins with rediss://';
    expect(certificateProblems({ REDIS_TLS_CA: CA })).toEqual([withoutTls]);
    expect(certificateProblems({ REDIS_URL: 'redis://host', REDIS_TLS_CA: CA })).toEqual([withoutTls]);
    expect(certificateProblems({ REDIS_URL: 'rediss://host', REDIS_TLS_CA: 'secret' })).toEqual([
      'REDIS_TLS_CA: must be a certificate in PEM',
    ]);
  });
});
