import { runCommand } from './command';
import { readArguments } from './data-set/arguments';
import { writeDataSet } from './data-set/data-set';

const USAGE = `Writes a random data set into a folder: store_status.csv, menu_hours.csv, timezones.csv and stores.csv.

  npm run generate -- --out FOLDER [--stores 14000] [--days 8] [--polls 16] [--seed 7]

  --out     the folder, which is created if necessary; existing files are replaced
  --stores  the number of stores
  --days    the number of days of observations, which end at 2024-10-14 00:00 UTC
  --polls   how often a store is polled per day, on average
  --seed    the same seed and arguments produce the same bytes
  --help    print this text
`;

async function main(commandLine: readonly string[]): Promise<number> {
  const args = readArguments(commandLine);
  if (args === 'help') process.stdout.write(USAGE);
  else await writeDataSet(args.dataSet, args.folder);
  return 0;
}

void runCommand('generate', main);
