/**
 * What begins a formula for a spreadsheet: one of four signs, also in the widths of East Asian texts, after blanks and characters that are not seen;
 * or a tab or a line break.
 */
const FORMULA = /^(?:[\s\p{Cf}]*[=+\-@＝＋－＠﹦﹢﹣﹫]|[\t\r\n])/u;

/** What a spreadsheet would take for a formula, and compute when somebody opens the file, begins with an apostrophe. */
export function noFormula<Value>(value: Value): Value | string {
  return typeof value === 'string' && FORMULA.test(value) ? `'${value}` : value;
}
