/** What JSON can hold, with whole numbers of any size. */
export type ExactJson =
  string | number | bigint | boolean | null | readonly ExactJson[] | { readonly [member: string]: ExactJson };

/** JSON whose whole numbers are exact beyond 2⁵³, where `JSON.stringify` refuses a bigint and rounds a number. */
export function exactJson(value: ExactJson): string {
  if (typeof value === 'bigint') return String(value);
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (isList(value)) return `[${value.map(exactJson).join(',')}]`;
  const members = Object.entries(value).map(([name, member]) => `${JSON.stringify(name)}:${exactJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: ExactJson): value is readonly ExactJson[] {
  return Array.isArray(value);
}
