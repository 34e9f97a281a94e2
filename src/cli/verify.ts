import { parseArgs } from 'node:util';
import { actOfCommand, recordAct } from '../access/audit/act';
import { Database } from '../platform/database/database';
import { checkRuns, repairRuns } from '../observations/verification/run-check';
import { checkReports } from '../reports/shards/stored-csv';
import { lockAllBuckets } from '../stores/buckets/bucket-locks';
import { runCommand } from './command';
import { withDatabase } from './database';
import { print } from './screen/screen';

const USAGE = `Checks the status runs of a live database against its observations, store by store, and complete reports against their
checksums.

  npm run verify                derives the runs again and compares; exit code 1 if any differ, or a report does
  npm run verify -- --repair    also rebuilds the runs that differ

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
    const areRunsRight = await verifyRuns(database, repair);
    return (await verifyReports(database)) && areRunsRight ? 0 : 1;
  } finally {
    await database.close();
  }
}

/** Returns whether all runs are right in the end. */
async function verifyRuns(database: Database, repair: boolean): Promise<boolean> {
  return database.transaction(async (client) => {
    await lockAllBuckets(client);
    const check = await checkRuns(client);
    const { stores, runs, wrong } = check;
    print(`${stores} stores should have ${runs} status runs; ${wrong.length} stores have wrong ones.`);
    if (wrong.length === 0) return true;
    printFirst(wrong);
    if (!repair) return false;
    await repairRuns(client, check);
    await recordAct(client, actOfCommand('verify --repair'));
    print('They have been rebuilt.');
    return true;
  });
}

/** A damaged report cannot be repaired: its data may have changed since. */
async function verifyReports(database: Database): Promise<boolean> {
  const { reports, damaged } = await checkReports(database);
  print(`${reports} reports are complete; ${damaged.length} of them are damaged.`);
  printFirst(damaged);
  return damaged.length === 0;
}

function printFirst(ids: readonly string[]): void {
  for (const id of ids.slice(0, 10)) print(id);
  if (ids.length > 10) print(`… and ${ids.length - 10} more`);
}

void runCommand('verify', main);
