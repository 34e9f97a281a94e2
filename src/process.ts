import { codeOf } from './config/local-server';

/**
 * Runs a process to its end: `start` brings it up and returns what stops it. A signal stops it, and so does the end of
 * the process that started it; whatever has not stopped after `grace` milliseconds is cut off.
 */
export async function runProcess(start: () => Promise<{ stop: () => Promise<void>; grace: number }>): Promise<void> {
  const stopAsked = new Promise<void>((resolve) => {
    // A second Ctrl-C, or a signal to the whole group beside the parent's, must not cut short what is being finished.
    for (const event of ['SIGTERM', 'SIGINT', 'SIGHUP', 'disconnect'] as const) process.on(event, resolve);
  });
  try {
    const { stop, grace } = await start();
    await stopAsked;
    setTimeout(() => {
      process.stderr.write('Not everything stopped in time; leaving.\n');
      process.exit(1);
    }, grace).unref();
    await stop();
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${inWords(error)}\n`);
    process.exit(1);
  }
}

function inWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (codeOf(error) === 'EADDRINUSE') {
    return 'The address is in use already: is the service running? Set PORT to another one.';
  }
  // An error of the language itself is a mistake of ours, which only its stack explains.
  const isOurs = [TypeError, ReferenceError, RangeError, SyntaxError].some((kind) => error instanceof kind);
  return (isOurs ? error.stack : undefined) ?? (error.message || (codeOf(error) ?? error.name));
}
