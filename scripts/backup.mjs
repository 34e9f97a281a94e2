// Writes all data of a database into a file, or a file back into an empty database, with PostgreSQL's own programs:
//   npm run backup -- FILE
//   npm run restore -- FILE
// The database is that of DATABASE_URL or of the file DATABASE_URL_FILE. Restored data are checked as npm run verify does.
import { spawnSync } from 'node:child_process';
import { readFileSync, renameSync } from 'node:fs';

const [command, file, ...others] = process.argv.slice(2);
const { DATABASE_URL, DATABASE_URL_FILE, ...environment } = process.env;
const url = DATABASE_URL || (DATABASE_URL_FILE && readFileSync(DATABASE_URL_FILE, 'utf8').trim());

if (!['backup', 'restore'].includes(command) || !file || others.length > 0)
  fail('Usage: npm run backup|restore -- FILE');
if (!url) fail('Set DATABASE_URL. To back up embedded servers, stop the service and copy DATA_DIR.');

if (command === 'backup') {
  // A file with the final name is whole.
  const draft = `${file}.part`;
  run('pg_dump', '--format=custom', '--no-owner', '--no-privileges', `--file=${draft}`);
  renameSync(draft, file);
} else {
  // All of it or nothing. It fails where the database is not empty.
  run('pg_restore', '--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges', '--dbname=', file);
  const verify = new URL('../dist/src/cli/verify.js', import.meta.url).pathname;
  process.exit(spawnSync(process.execPath, [verify], { stdio: 'inherit', env: process.env }).status ?? 1);
}

/** Runs a program on the database. The URL is not among its arguments: everybody on the machine may see those. */
function run(program, ...args) {
  const ended = spawnSync(program, args, { stdio: 'inherit', env: { ...environment, ...connection(new URL(url)) } });
  if (ended.error) fail(`${program} is needed, of the server's version or newer: ${ended.error.message}`);
  if (ended.status !== 0) process.exit(ended.status ?? 1);
}

/** What a URL says, as the variables that PostgreSQL's programs read. */
function connection({ hostname, port, username, password, pathname, searchParams }) {
  const sslmode = searchParams.get('sslmode');
  const variables = {
    PGHOST: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    PGSSLMODE: sslmode === 'no-verify' ? 'require' : sslmode,
    PGSSLROOTCERT: searchParams.get('sslrootcert'),
    PGSSLCERT: searchParams.get('sslcert'),
    PGSSLKEY: searchParams.get('sslkey'),
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
