import { Format, type Options, SingleBar } from 'cli-progress';
import { styleText } from 'node:util';
import { since } from './format';

/** Milliseconds between two lines about something that takes long, where there is no terminal to draw a bar on. */
const LINE_EVERY = 5000;

const BAR_WIDTH = 24;

/** Writes a line. */
export function say(line = ''): void {
  process.stdout.write(`${line}\n`);
}

/** Writes a line about a step that is done. */
export function sayDone(step: string): void {
  const colours = process.stdout.isTTY && process.stdout.hasColors();
  say(`${colours ? styleText('green', '✓') : '✓'} ${step}`);
}

/** How far something is. */
export interface Progress {
  /** From 0 to 1; undefined where nobody knows. */
  readonly fraction: number | undefined;
  readonly detail: string;
}

/**
 * Shows how far something is for as long as it runs: on a terminal in a line that is drawn again and again and is gone
 * in the end, elsewhere in a new line now and then.
 * @param progress Asked whenever the line is written.
 */
export async function showProgress<T>(name: string, progress: () => Progress, work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const line = (options?: Options) => {
    const { fraction, detail } = progress();
    const bar = fraction !== undefined && options ? [Format.BarFormat(fraction, options)] : [];
    const percentage = fraction === undefined ? [] : [`${Math.floor(fraction * 100)} %`.padStart(5)];
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
    // Cuts the line at the terminal's width. Whoever is killed could not undo what the other way does to the terminal.
    linewrap: true,
  });
  bar.start(1, 0);
  return () => {
    bar.stop();
  };
}

function writeLines(line: () => string): () => void {
  const timer = setInterval(() => {
    say(line());
  }, LINE_EVERY);
  return () => {
    clearInterval(timer);
  };
}
