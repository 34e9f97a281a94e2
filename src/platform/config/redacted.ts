/** The user and password of a URL, also within a text in quotes; the host follows. */
const CREDENTIALS = /(:\/\/)(?:\\.|[^\s/?#"'\\])*@/g;

/** A text without the user names and passwords of the URLs in it: clients quote those in their errors. */
export function redacted(text: string): string {
  return text.replace(CREDENTIALS, '$1');
}
