/** Much faster than `expect`, which matters when called hundreds of thousands of times. */
export function expectSame(calculated: unknown, expected: unknown): void {
  if (areSame(calculated, expected)) return;
  const [left, right] = [sorted(calculated), sorted(expected)];
  if (left !== right) throw new Error(`the calculator gives ${left}, expected ${right}`);
}

/** False also if there is any doubt: then the two are compared as text. */
function areSame(one: unknown, other: unknown): boolean {
  if (one === other) return true;
  if (!isPlain(one) || !isPlain(other) || Array.isArray(one) !== Array.isArray(other)) return false;
  const keys = Object.keys(one);
  return (
    keys.length === Object.keys(other).length && keys.every((key) => key in other && areSame(one[key], other[key]))
  );
}

/** Whether its own keys are all there is to it, unlike a Date or a Map. */
function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && (value.constructor === Object || Array.isArray(value));
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
