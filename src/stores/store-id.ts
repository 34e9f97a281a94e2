import { Problem } from '../api/http/problem';

const STORE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

export const INVALID_STORE_ID = {
  malformed_request: 'The path cannot be decoded.',
  invalid_store_id: 'A store_id is 1 to 128 letters, digits and . _ : -, the first a letter or digit.',
};

/** Whether a text is a store's id: 1 to 128 ASCII letters, digits and `. _ : -`, the first a letter or digit. */
export function isStoreId(text: string): boolean {
  return STORE_ID.test(text);
}

/**
 * A store's id in a path.
 * @throws Problem 400 `invalid_store_id`
 */
export function storeIdParameter(text: string): string {
  if (!isStoreId(text)) throw new Problem(400, 'invalid_store_id', INVALID_STORE_ID.invalid_store_id);
  return text;
}

/**
 * With what the ids that are asked for begin, from a query; undefined: with anything.
 * @throws Problem 400 `invalid_q`
 */
export function idPrefixParameter(q: unknown): string | undefined {
  if (q === undefined || q === '') return undefined;
  if (typeof q !== 'string' || !isStoreId(q)) throw new Problem(400, 'invalid_q', INVALID_Q.invalid_q);
  return q;
}

export const INVALID_Q = { invalid_q: 'q must be how a store_id may begin.' };

/** Greater than any character of an id: ids that begin with a prefix come before `prefix + ID_END`, and ids after them do not. */
export const ID_END = '~';
