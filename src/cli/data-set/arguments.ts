import { parseArgs } from 'node:util';
import { UsageError } from '../command';
import type { DataSet } from './data-set';

const NUMBERS = {
  stores: { fallback: 14_000, min: 1, max: 1_000_000 },
  days: { fallback: 8, min: 1, max: 366 },
  polls: { fallback: 16, min: 1, max: 1440 },
  seed: { fallback: 7, min: 0, max: 2 ** 32 - 1 },
} as const;

type Arguments = { readonly dataSet: DataSet; readonly folder: string } | 'help';

/**
 * Reads the command line.
 * @throws UsageError with a message that lists every invalid argument
 */
export function readArguments(args: readonly string[]): Arguments {
  const { values, positionals } = parseArgs({
    args: [...args],
    // In strict mode, it would stop at the first invalid argument.
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
  for (const name of Object.keys(others)) problems.push(`${name.length > 1 ? '--' : '-'}${name} is unknown`);
  for (const value of positionals) problems.push(`unexpected argument "${value}"`);
  const numbers = {
    stores: wholeNumber('stores', stores),
    days: wholeNumber('days', days),
    pollsPerDay: wholeNumber('polls', polls),
    seed: wholeNumber('seed', seed),
  };
  if (typeof out !== 'string' || out === '') problems.push('--out must name a folder');
  else if (problems.length === 0) return { dataSet: numbers, folder: out };
  throw new UsageError(`Invalid arguments: ${problems.join('; ')}`);

  function wholeNumber(name: keyof typeof NUMBERS, value: string | boolean | undefined): number {
    const { fallback, min, max } = NUMBERS[name];
    if (value === undefined) return fallback;
    const number = typeof value === 'string' && /^\d+$/.test(value) ? Number(value) : NaN;
    if (!(number >= min && number <= max)) {
      problems.push(`--${name} must be a whole number from ${min} to ${max}`);
    }
    return number;
  }
}
