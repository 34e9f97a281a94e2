import { parseArgs } from 'node:util';
import { migrate, revertLatestMigration } from '../platform/database/migrate';
import { runCommand, UsageError } from './command';
import { withDatabase } from './database';
import { print } from './screen/screen';

const USAGE = `Migrates the database of DATABASE_URL or, if that is not set, the one in DATA_DIR.

  npm run migrate            brings the schema up to date; the service also does this when it starts
  npm run migrate:revert     reverts the latest migration, including the data in tables and columns that it added

  --help  print this text
`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [action, ...others] = positionals;
  if ((action !== 'up' && action !== 'revert') || others.length > 0)
    throw new UsageError('Give up or revert as the argument');
  await withDatabase((url) => change(action, url));
  return 0;
}

async function change(action: 'up' | 'revert', url: string): Promise<void> {
  if (action === 'up') {
    const applied = await migrate(url);
    print(applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'Nothing to apply: the schema is up to date.');
  } else {
    const reverted = await revertLatestMigration(url);
    print(reverted === undefined ? 'Nothing to revert: no migration has been applied.' : `Reverted: ${reverted}`);
  }
}

void runCommand('migrate', main);
