import { Format, type Options, SingleBar } from 'cli-progress';
import { styleText } from 'node:util';
import { since } from './format';

/** Milliseconds between two lines of progress if there is no terminal to draw a bar on. */
const LINE_INTERVAL = 5000;

const BAR_WIDTH = 24;

/** Prints a line. */
export function print(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Prints a line about a completed step. */
export function printDone(step: string): void {
  const colours = process.stdout.isTTY && process.stdout.hasColors();
  print(`${colours ? styleText('green', '✓') : '✓'} ${step}`);
}

/** Prints a line about a step that did not come to what it should. */
export function printFailed(step: string): void {
  const colours = process.stdout.isTTY && process.stdout.hasColors();
  print(`${colours ? styleText('red', '✗') : '✗'} ${step}`);
}

/** The progress of a step. */
export interface Progress {
  /** From 0 to 1; undefined if it is unknown. */
  readonly fraction: number | undefined;
  readonly detail: string;
}

/**
 * Shows progress while `work` runs: on a terminal in one line that is redrawn and finally cleared, elsewhere in a new line
 * every few seconds.
 * @param progress called for each line
 */
export async function showProgress<T>(name: string, progress: () => Progress, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const line = (options?: Options) => {
    const { fraction, detail } = progress();
    const bar = fraction !== undefined && options ? [Format.BarFormat(fraction, options)] : [];
    const percentage = fraction === undefined ? [] : [`${Math.floor(fraction * 100)}%`.padStart(4)];
    return ['…', name, ...bar, ...percentage, since(start).padStart(6), detail].join('  ').trimEnd();
  };
  const stop = process.stdout.isTTY ? drawLine(line) : writeLines(line);
  try {
    return await work();
  } finally {
    stop();
  }
}

function drawLine(line: (options: Options) => string): () => void {
  const bar = new SingleBar({
    format: line,
    stream: process.stdout,
    barsize: BAR_WIDTH,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    clearOnComplete: true,
    // Truncates the line at the terminal's width. The alternative changes the terminal's mode, which a killed process would
    // not restore.
    linewrap: true,
  });
  bar.start(1, 0);
  return () => {
    bar.stop();
  };
}

function writeLines(line: () => string): () => void {
  // Not a PeriodicJob, since that lets the process end while `work` is pending.
  const timer = setInterval(() => {
    print(line());
  }, LINE_INTERVAL);
  return () => {
    clearInterval(timer);
  };
}
