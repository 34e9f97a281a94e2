/** The user and password of a URL, also within a text in quotes; the host follows. */
const CREDENTIALS = /(:\/\/)(?:\\.|[^\s/?#"'\\])*@/g;

/** An API key, which somebody may have put into an address. */
const KEY = /\brm_[0-9A-Za-z]{49}\b/g;

/** A text without API keys and without the user names and passwords of the URLs in it: clients quote those in their errors. */
export function redacted(text: string): string {
  return text.replace(CREDENTIALS, '$1').replace(KEY, 'rm_…');
}
