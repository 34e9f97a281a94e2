/** 100 %, in the unit of targets: a millionth of a percent. */
export const WHOLE = 100_000_000;

const DECIMALS = 6;

/** What a target is written like: more than 0, at most 100, with up to six decimals. */
export const PERCENT = /^(?!0(?:\.0+)?$)(?:100(?:\.0{1,6})?|[1-9]?[0-9](?:\.[0-9]{1,6})?)$/;

/** A percentage such as `99.95` in millionths of a percent. Undefined if the text is not what `PERCENT` says. */
export function parsePercent(text: string): number | undefined {
  if (!PERCENT.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split('.');
  return Number(whole + fraction.padEnd(DECIMALS, '0'));
}

/** Millionths of a percent as the shortest text that says them exactly: `99.95`. */
export function formatPercent(millionths: number): string {
  const digits = String(millionths).padStart(DECIMALS + 1, '0');
  const fraction = digits.slice(-DECIMALS).replace(/0+$/, '');
  return `${digits.slice(0, -DECIMALS)}${fraction === '' ? '' : `.${fraction}`}`;
}
