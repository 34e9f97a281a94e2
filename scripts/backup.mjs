// Writes all data of a database into a file, or a file back into an empty database, with PostgreSQL's own programs:
//   npm run backup -- FILE
//   npm run restore -- FILE
// The database is that of the settings, as for all commands. Restored data are checked as npm run verify does.
import { spawnSync } from 'node:child_process';
import { renameSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import bundle from '../dist/src/run.cjs';

const { processSettings } = bundle.programs['platform/config/settings']();

const [command, file, ...others] = process.argv.slice(2);
if (!['backup', 'restore'].includes(command) || !file || others.length > 0)
  fail('Usage: npm run backup|restore -- FILE');
const url = databaseUrl();
if (!url) fail('Set DATABASE_URL. To back up embedded servers, stop the service and copy DATA_DIR.');

if (command === 'backup') {
  // A file with the final name is whole.
  const draft = `${file}.part`;
  run('pg_dump', '--format=custom', '--no-owner', '--no-privileges', `--file=${draft}`);
  renameSync(draft, file);
} else {
  // All of it or nothing. It fails where the database is not empty.
  run('pg_restore', '--exit-on-error', '--single-transaction', '--no-owner', '--no-privileges', '--dbname=', file);
  const verify = fileURLToPath(new URL('../dist/src/cli/verify.js', import.meta.url));
  process.exit(spawnSync(process.execPath, [verify], { stdio: 'inherit' }).status ?? 1);
}

function databaseUrl() {
  try {
    return processSettings().DATABASE_URL;
  } catch (error) {
    fail(error.message);
  }
}

/** Runs a program on the database. The URL is not among its arguments: everybody on the machine may see those. */
function run(program, ...args) {
  const ended = spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...connection(new URL(url)) } });
  if (ended.error) fail(`${program} is needed, of the server's version or newer: ${ended.error.message}`);
  if (ended.status !== 0) process.exit(ended.status ?? 1);
}

/** What a URL says, as the variables that PostgreSQL's programs read. */
function connection({ hostname, port, username, password, pathname, searchParams }) {
  const variables = {
    PGHOST: decodeURIComponent(hostname).replace(/^\[|\]$/g, ''),
    PGPORT: port,
    PGUSER: decodeURIComponent(username),
    PGPASSWORD: decodeURIComponent(password),
    PGDATABASE: decodeURIComponent(pathname.slice(1)),
    ...trust(searchParams.get('sslmode'), searchParams.get('sslrootcert')),
    PGSSLCERT: searchParams.get('sslcert'),
    PGSSLKEY: searchParams.get('sslkey'),
  };
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => value));
}

/** The service trusts only a server that an authority vouches for, in modes, too, in which these programs would trust any. */
function trust(mode, authority) {
  if (mode === 'no-verify') return { PGSSLMODE: 'require' };
  if (mode === 'disable' || !(mode || authority)) return { PGSSLMODE: mode };
  return { PGSSLMODE: 'verify-full', PGSSLROOTCERT: authority ?? 'system' };
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
