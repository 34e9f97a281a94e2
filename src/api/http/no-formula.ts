/** What a spreadsheet would take for a formula, and compute when somebody opens the file, begins with an apostrophe. */
export function noFormula<Value>(value: Value): Value | string {
  return typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
}
