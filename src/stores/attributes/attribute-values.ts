/** How many attributes a store has at most, its name not counted. */
export const MAX_ATTRIBUTES = 30;
/** Characters of a value. */
export const MAX_VALUE = 200;
/** What an attribute may be called; its case does not matter. */
export const ATTRIBUTE_NAME = /^[A-Za-z][A-Za-z0-9_ -]{0,63}$/;
/** The same as a schema of JSON: the name of a store is no attribute. */
export const ATTRIBUTE_KEY = `^(?![Nn][Aa][Mm][Ee] *$)[A-Za-z][A-Za-z0-9_ -]{0,63}$`;
/** A value without a NUL, as a schema of JSON. */
export const VALUE = '^[^\\x00]*$';
/** The key of the store's name, which stands beside its attributes. */
export const NAME = 'name';

/** Values by the key of their attribute, in lower case; null: it is removed. */
export type GivenAttributes = Readonly<Record<string, string | null>>;

/** The key of an attribute. */
export function attributeKey(name: string): string {
  return name.trim().toLowerCase();
}

/**
 * A value as it is stored: trimmed. Null if it is empty, which removes the attribute; undefined if it is too long, or has a
 * NUL or half a character, which PostgreSQL's JSON cannot hold.
 */
export function attributeValue(text: string): string | null | undefined {
  const value = text.trim();
  if (/\0|\p{Surrogate}/u.test(value) || Array.from(value).length > MAX_VALUE) return undefined;
  return value === '' ? null : value;
}
