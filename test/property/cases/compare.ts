/** Much faster than `expect`, which matters when called hundreds of thousands of times. */
export function expectSame(calculated: unknown, expected: unknown): void {
  if (calculated === expected || JSON.stringify(calculated) === JSON.stringify(expected)) return;
  const [left, right] = [sorted(calculated), sorted(expected)];
  if (left !== right) throw new Error(`the calculator gives ${left}, expected ${right}`);
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
