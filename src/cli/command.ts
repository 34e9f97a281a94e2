import { types } from 'node:util';
import { codeOf } from '../common/error-code';

/**
 * Runs a command line program to its end: an error becomes one clear message and exit code 1.
 * @param main Given the arguments; what it returns is the exit code.
 */
export async function runCommand(name: string, main: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** The arguments are not as they must be. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} (--help shows what is possible)`);
  }
}

/** What an error says to people. */
export function messageOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const code = codeOf(error) ?? '';
  // Behind the first sentence, parseArgs explains how arguments are escaped, which is hardly ever what is wrong.
  if (code.startsWith('ERR_PARSE_ARGS_')) return new UsageError(error.message.split(/\. |\n/, 1).join('')).message;
  // Where a name has several addresses and none answers, the error has a code and no message.
  return error.message || code;
}
