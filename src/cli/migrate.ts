import { parseArgs } from 'node:util';
import { migrate, revertLatestMigration } from '../platform/database/migrate';
import { runCommand, UsageError } from './command';
import { withDatabase } from './database';
import { say } from './screen/screen';

const USAGE = `Changes the schema of the database that DATABASE_URL names, or else of the one in DATA_DIR.

  npm run migrate            brings it up to date; the service does this itself when it starts
  npm run migrate:revert     undoes the latest migration, with all data that it made room for

  --help  this text
`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [action, ...others] = positionals;
  if ((action !== 'up' && action !== 'revert') || others.length > 0) throw new UsageError('Say up or revert');
  await withDatabase((url) => change(action, url));
  return 0;
}

async function change(action: 'up' | 'revert', url: string): Promise<void> {
  if (action === 'up') {
    const applied = await migrate(url);
    say(
      applied.length > 0 ? `Applied: ${applied.join(', ')}` : 'There was nothing to apply: the schema is up to date.',
    );
  } else {
    const reverted = await revertLatestMigration(url);
    say(reverted === undefined ? 'There was nothing to revert: the database is empty.' : `Reverted: ${reverted}`);
  }
}

void runCommand('migrate', main);
