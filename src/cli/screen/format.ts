/** Formats numbers and tables for the output of commands. */

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const;

/** `1234567` is `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** `1234567` is `1.2 MB`. */
export function size(bytes: number): string {
  const unit = Math.min(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), UNITS.length - 1);
  return `${unit === 0 ? count(bytes) : (bytes / 1000 ** unit).toFixed(1)} ${UNITS[unit] ?? ''}`;
}

/** The time since an instant of `performance.now()`, such as `2.1 s`, `47 s` or `3 min 5 s`. */
export function since(start: number): string {
  const seconds = (performance.now() - start) / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

/** The lines of a table: the first column is aligned left, the others right. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, cell.length)));
  return rows.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0)))
      .join('   ')
      .trimEnd(),
  );
}
