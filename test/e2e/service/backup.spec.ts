import { execFile } from 'node:child_process';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { promisify } from 'node:util';
import { emptyDataDir, removeDataDir } from '../../support/service';
import { shellEnvironment } from '../../support/processes';

const run = promisify(execFile);

const SCRIPT = join(__dirname, '../../../scripts/backup.mjs');

/** A pg_dump that writes what it is told of the connection. */
const PG_DUMP = `#!/bin/sh
for argument; do
  case "$argument" in --file=*) env | grep '^PG' | sort > "\${argument#--file=}" ;; esac
done`;

const USER = ['PGDATABASE=monitor', 'PGHOST=db.example', 'PGPASSWORD=p@ss', 'PGPORT=5433'];

let folder: string;

beforeAll(async () => {
  folder = await emptyDataDir();
  await writeFile(join(folder, 'pg_dump'), PG_DUMP);
  await chmod(join(folder, 'pg_dump'), 0o700);
  await writeFile(join(folder, 'authority.pem'), rootCertificates[0] ?? '');
});

afterAll(async () => {
  await removeDataDir(folder);
});

/** What pg_dump is told of a connection. */
async function told(environment: Readonly<Record<string, string>>): Promise<string[]> {
  const env = { ...shellEnvironment(), ...environment, PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` };
  await run(process.execPath, [SCRIPT, 'backup', 'file.dump'], { env, cwd: folder });
  return (await readFile(join(folder, 'file.dump'), 'utf8')).trimEnd().split('\n');
}

describe('npm run backup', () => {
  it.each([
    ['', []],
    ['?sslmode=disable', ['PGSSLMODE=disable']],
    ['?sslmode=no-verify', ['PGSSLMODE=require']],
    ['?sslmode=require', ['PGSSLMODE=verify-full', 'PGSSLROOTCERT=system']],
    ['?sslmode=verify-full', ['PGSSLMODE=verify-full', 'PGSSLROOTCERT=system']],
    ['?sslmode=verify-ca&sslrootcert=authority.pem', ['PGSSLMODE=verify-full', 'PGSSLROOTCERT=authority.pem']],
    ['?sslrootcert=authority.pem', ['PGSSLMODE=verify-full', 'PGSSLROOTCERT=authority.pem']],
  ])('trusts whom the service trusts: %s', async (parameters, expected) => {
    const url = `postgres://jo:p%40ss@db.example:5433/monitor${parameters}`;
    expect(await told({ DATABASE_URL: url })).toEqual([...USER, ...expected, 'PGUSER=jo']);
  });

  it('reads the settings that the service reads', async () => {
    await writeFile(join(folder, '.env'), `DATABASE_URL_FILE=${join(folder, 'url')}\n`);
    await writeFile(join(folder, 'url'), 'postgres://jo:p%40ss@db.example:5433/monitor\n');
    expect(await told({})).toEqual([...USER, 'PGUSER=jo']);
    await expect(told({ DATABASE_URL: 'postgres://elsewhere/monitor' })).rejects.toThrow(
      'DATABASE_URL_FILE: is set as well as DATABASE_URL',
    );
  });
});
