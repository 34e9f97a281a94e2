import { open } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { actOfCommand } from '../access/audit/act';
import { KEY_NAME } from '../access/keys/api-key.entity';
import { type KeyRequest, Keys, type Key, type NewKey } from '../access/keys/keys';
import { CodedError } from '../common/coded-error';
import { inOrder, isScope, SCOPES } from '../platform/config/scopes';
import { isUuid } from '../common/uuid';
import { duration } from '../platform/config/setting-values';
import { databaseNow } from '../platform/database/clock/clock';
import { Database } from '../platform/database/database';
import { migrate } from '../platform/database/migrate';
import { runCommand, UsageError } from './command';
import { withDatabase } from './database';
import { table } from './screen/format';
import { print } from './screen/screen';

const USAGE = `Makes, lists and ends API keys.

  npm run keys -- create --name NAME --scopes SCOPES [--expires DURATION] [--first-into FILE]
  npm run keys -- list
  npm run keys -- revoke KEY
  npm run keys -- rotate KEY [--overlap DURATION]

  --name        1 to 100 letters, digits, spaces and . _ @ : -, starting with a letter or digit
  --scopes      some of ${SCOPES.join(',')}; none includes another
  --expires     after how long it ends, such as 90d; by default it does not
  --first-into  only if no key was ever made: writes it to a file that only its owner can read, and does not show it
  KEY           the id of a key, or its name if only one key of this name has not been revoked
  --overlap     how long the old key stays valid beside the new one of the same name and scopes; by default 0s
  --help        print this text

A key is shown this once. The database is the one that DATABASE_URL names, or else the one in DATA_DIR.
`;

const PAGE = 500;

/** Milliseconds. */
const LONGEST = 36_500 * 86_400_000;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      name: { type: 'string' },
      scopes: { type: 'string' },
      expires: { type: 'string' },
      'first-into': { type: 'string' },
      overlap: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [action, key, ...others] = positionals;
  const { name, scopes, expires, 'first-into': file, overlap } = values;
  const isFor = (wanted: string, ...foreign: unknown[]) =>
    action === wanted && foreign.every((each) => each === undefined);
  if (isFor('create', key, overlap)) {
    const request = { name: readName(name), scopes: readScopes(scopes), expires: readDuration('--expires', expires) };
    await withKeys((keys, database) => create(keys, database, request, file));
  } else if (isFor('list', key, name, scopes, expires, file, overlap)) {
    await withKeys(list);
  } else if (isFor('revoke', name, scopes, expires, file, overlap) && key !== undefined && others.length === 0) {
    await withKeys(async (keys) => keys.revoke(await idOf(keys, key), actOfCommand('keys revoke')));
    print('The key was revoked.');
  } else if (isFor('rotate', name, scopes, expires, file) && key !== undefined && others.length === 0) {
    const milliseconds = readDuration('--overlap', overlap) ?? 0;
    show(await withKeys(async (keys) => keys.rotate(await idOf(keys, key), milliseconds, actOfCommand('keys rotate'))));
  } else {
    throw new UsageError('Give create, list, revoke KEY or rotate KEY, each with its own options');
  }
  return 0;
}

async function withKeys<T>(work: (keys: Keys, database: Database) => Promise<T>): Promise<T> {
  return withDatabase(async (url) => {
    // It may come before the service's first start.
    await migrate(url);
    const database = await Database.connect(url, 1, 'restaurant-monitor keys');
    try {
      return await work(new Keys(database), database);
    } catch (error) {
      throw error instanceof CodedError ? new Error(MESSAGES[error.code] ?? error.message) : error;
    } finally {
      await database.close();
    }
  });
}

const MESSAGES: Readonly<Record<string, string>> = {
  key_not_found: 'There is no such key.',
  invalid_expires_at: '--expires must be longer than that.',
};

interface Wanted extends Omit<KeyRequest, 'expiresAt'> {
  /** Milliseconds. */
  readonly expires: number | undefined;
}

async function create(
  keys: Keys,
  database: Database,
  { name, scopes, expires }: Wanted,
  file: string | undefined,
): Promise<void> {
  const expiresAt = expires === undefined ? undefined : (await databaseNow(database.pool)) + expires * 1000;
  const request = { name, scopes, expiresAt };
  const by = actOfCommand('keys create');
  if (file === undefined) {
    show(await keys.create(request, by));
    return;
  }
  const made = await keys.createFirst(request, by, ({ secret }) => writePrivately(file, secret));
  print(made ? `The first key is in ${file}.` : 'There is a key already, so none was made.');
}

/** Replaces the file: one that is left from an attempt that failed holds a key that does not exist. */
async function writePrivately(path: string, secret: string): Promise<void> {
  const file = await open(path, 'w', 0o600);
  try {
    await file.chmod(0o600);
    await file.writeFile(`${secret}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
}

function show({ key, secret }: NewKey): void {
  print(
    `${key.name}: ${key.scopes.join(', ')}, ${key.expiresAt ? `until ${key.expiresAt.toISOString()}` : 'for good'}`,
  );
  print(`id ${key.keyId}`);
  print('The key, which is shown only now:');
  print(secret);
}

async function list(keys: Keys): Promise<void> {
  const rows = [['id', 'name', 'scopes', 'made by', 'made', 'last used', 'ends']];
  for (let before: number | undefined; ;) {
    const page = await keys.list(PAGE, before);
    rows.push(...page.map(rowOf));
    before = page.at(-1)?.keyNo;
    if (page.length < PAGE) break;
  }
  for (const line of table(rows)) print(line);
}

function rowOf({ keyId, name, scopes, createdBy, createdAt, lastUsedAt, expiresAt, revokedAt }: Key): string[] {
  const shown = (date: Date | null, none: string) => date?.toISOString().slice(0, 16) ?? none;
  const ends = revokedAt && (!expiresAt || revokedAt < expiresAt) ? revokedAt : expiresAt;
  return [
    keyId,
    name,
    scopes.join(','),
    createdBy,
    shown(createdAt, ''),
    shown(lastUsedAt, 'never'),
    shown(ends, 'never'),
  ];
}

async function idOf(keys: Keys, text: string): Promise<string> {
  if (isUuid(text)) return text;
  const [found, ...others] = await keys.named(text);
  if (others.length > 0) throw new Error('Several keys have this name. Give the id of one: see list.');
  if (!found) throw new Error('There is no such key.');
  return found.keyId;
}

function readName(name = ''): string {
  if (KEY_NAME.test(name)) return name;
  throw new UsageError(
    '--name must be 1 to 100 letters, digits, spaces and . _ @ : -, starting with a letter or digit',
  );
}

function readScopes(text = '') {
  const scopes = text.split(',').map((scope) => scope.trim());
  if (scopes.every(isScope)) return inOrder(scopes);
  throw new UsageError(`--scopes must be some of ${SCOPES.join(',')}`);
}

/** Milliseconds. */
function readDuration(option: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const parsed = duration.safeParse(text);
  if (!parsed.success) throw new UsageError(`${option} ${parsed.error.issues[0]?.message ?? 'is wrong'}`);
  if (parsed.data > LONGEST) throw new UsageError(`${option} must be at most 36500d`);
  return parsed.data;
}

void runCommand('keys', main);
