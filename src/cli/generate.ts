import { parseArgs } from 'node:util';
import { type DataSet, writeDataSet } from './data-set/data-set';

const USAGE = `Writes a data set of made-up stores into a folder: store_status.csv, menu_hours.csv and timezones.csv.

  npm run generate -- --out FOLDER [--stores 14000] [--days 8] [--polls 16] [--seed 7]

  --out     the folder; made if it is not there, its three files replaced if they are
  --stores  how many stores
  --days    how many days of polls, up to 2024-10-14 00:00 UTC
  --polls   polls of one store a day, on average
  --seed    the same arguments with the same seed write the same bytes
  --help    this text
`;

const NUMBERS = {
  stores: { usual: 14_000, least: 1, most: 1_000_000 },
  days: { usual: 8, least: 1, most: 366 },
  polls: { usual: 16, least: 1, most: 1440 },
  seed: { usual: 7, least: 0, most: 2 ** 32 - 1 },
} as const;

type Arguments = { readonly dataSet: DataSet; readonly folder: string } | 'help';

/**
 * What the command line asks for.
 * @throws Error with a message that names every wrong argument.
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    // Strict, it would stop at the first wrong argument.
    strict: false,
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      stores: { type: 'string' },
      days: { type: 'string' },
      polls: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) return 'help';

  const { out, stores, days, polls, seed, help, ...others } = values;
  const problems: string[] = [];
  if (help !== undefined) problems.push('--help takes no value');
  for (const name of Object.keys(others)) problems.push(`${name.length > 1 ? '--' : '-'}${name} is not known`);
  for (const value of positionals) problems.push(`"${value}" belongs to no argument`);
  const numbers = {
    stores: wholeNumber('stores', stores),
    days: wholeNumber('days', days),
    pollsPerDay: wholeNumber('polls', polls),
    seed: wholeNumber('seed', seed),
  };
  if (typeof out !== 'string' || out === '') problems.push('--out must name a folder');
  else if (problems.length === 0) return { dataSet: numbers, folder: out };
  throw new Error(`wrong arguments: ${problems.join('; ')} (--help shows what is possible)`);

  function wholeNumber(name: keyof typeof NUMBERS, value: string | boolean | undefined): number {
    const { usual, least, most } = NUMBERS[name];
    if (value === undefined) return usual;
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN;
    if (!(number >= least && number <= most)) {
      problems.push(`--${name} must be a whole number from ${least} to ${most}`);
    }
    return number;
  }
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2));
  if (asked === 'help') {
    process.stdout.write(USAGE);
    return;
  }
  await writeDataSet(asked.dataSet, asked.folder);
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`generate: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
