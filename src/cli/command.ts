import { types } from 'node:util';
import { codeOf } from '../common/error-code';

/**
 * Runs a command. An error is printed as one message, with exit code 1.
 * @param main receives the arguments; returns the exit code
 */
export async function runCommand(name: string, main: (args: string[]) => Promise<number>): Promise<void> {
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${name}: ${messageOf(error)}\n`);
    process.exitCode = 1;
  }
}

/** The arguments are invalid. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} (see --help)`);
  }
}

/** The message of an error for the user. */
export function messageOf(error: unknown): string {
  if (!types.isNativeError(error)) return String(error);
  const code = codeOf(error) ?? '';
  // After the first sentence, parseArgs explains how to escape arguments, which is rarely the problem.
  if (code.startsWith('ERR_PARSE_ARGS_')) return new UsageError(error.message.split(/\. |\n/, 1).join('')).message;
  // If a host name has several addresses and none answers, the error has only a code.
  return error.message || code;
}
