import { ConsoleLogger, Logger, type LogLevel } from '@nestjs/common';
import { codeOf, messageOf } from '../common/error-code';
import { redacted } from '../platform/config/redacted';

/**
 * Runs a command. An error is printed as one message, with exit code 1.
 * @param main receives the arguments; returns the exit code
 */
export async function runCommand(name: string, main: (args: string[]) => Promise<number>): Promise<void> {
  Logger.overrideLogger(new LogBesideResults());
  try {
    process.exitCode = await main(process.argv.slice(2));
  } catch (error) {
    process.stderr.write(`${redacted(`${name}: ${explain(error)}`)}\n`);
    process.exitCode = 1;
  }
}

/** Logs to standard error: standard output is for the results of a command. */
class LogBesideResults extends ConsoleLogger {
  protected override printMessages(messages: unknown[], context?: string, level?: LogLevel): void {
    super.printMessages(messages, context, level, 'stderr');
  }
}

/** The arguments are invalid. */
export class UsageError extends Error {
  constructor(message: string) {
    super(`${message} (see --help)`);
  }
}

function explain(error: unknown): string {
  if (!codeOf(error)?.startsWith('ERR_PARSE_ARGS_')) return messageOf(error);
  // After the first sentence, parseArgs explains how to escape arguments, which is rarely the problem.
  const [problem = ''] = messageOf(error).split(/\. |\n/, 1);
  return new UsageError(problem).message;
}
