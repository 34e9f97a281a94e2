/** A store id: 1 to 128 ASCII letters, digits and `. _ : -`, starting with a letter or digit. */
export const STORE_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** Whether a text is a `STORE_ID`. */
export function isStoreId(text: string): boolean {
  return STORE_ID.test(text);
}
