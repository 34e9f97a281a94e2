import { parseArgs } from 'node:util';
import { actOfCommand, recordAct } from '../access/audit/act';
import { Database } from '../platform/database/database';
import { checkRuns, repairRuns } from '../observations/verification/run-check';
import { lockAllBuckets } from '../stores/buckets/bucket-locks';
import { runCommand } from './command';
import { withDatabase } from './database';
import { print } from './screen/screen';

const USAGE = `Checks the status runs of a live database against its observations, store by store.

  npm run verify                derives them again and compares; exit code 1 if any differ
  npm run verify -- --repair    also rebuilds those that differ

  --help  print this text

Imports wait meanwhile. The database is the one that DATABASE_URL names, or else the one in DATA_DIR.
`;

async function main(args: string[]): Promise<number> {
  const options = { help: { type: 'boolean' }, repair: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  return withDatabase((url) => verify(url, values.repair === true));
}

async function verify(url: string, repair: boolean): Promise<number> {
  const database = await Database.connect(url, 1, 'restaurant-monitor verify');
  try {
    return await database.transaction(async (client) => {
      await lockAllBuckets(client);
      const check = await checkRuns(client);
      const { stores, runs, wrong } = check;
      print(`${stores} stores should have ${runs} status runs; ${wrong.length} stores have wrong ones.`);
      if (wrong.length === 0) return 0;
      print(wrong.slice(0, 10).join('\n') + (wrong.length > 10 ? `\n… and ${wrong.length - 10} more` : ''));
      if (!repair) return 1;
      await repairRuns(client, check);
      await recordAct(client, actOfCommand('verify --repair'));
      print('They have been rebuilt.');
      return 0;
    });
  } finally {
    await database.close();
  }
}

void runCommand('verify', main);
