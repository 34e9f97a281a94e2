/** The beginning of a text from elsewhere, as it can be stored and shown: without control characters and parts of characters. */
export function printable(text: string, length: number): string {
  return text.slice(0, length).replaceAll(/\p{C}/gu, '\ufffd');
}
