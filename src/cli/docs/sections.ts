import { errorTable } from './error-table';
import { environmentExample, settingsTables } from './settings-docs';

/** A part of a file that is generated from the code; it stands between lines with `NAME:begin` and `NAME:end`. */
interface GeneratedSection {
  /** Path from the root of the repository. */
  readonly file: string;
  readonly name: string;
  readonly text: () => string;
}

export const SECTIONS: readonly GeneratedSection[] = [
  { file: 'docs/api.md', name: 'errors', text: errorTable },
  { file: 'docs/settings.md', name: 'settings', text: settingsTables },
  { file: '.env.example', name: 'settings', text: environmentExample },
];

/**
 * A file's content with one section generated anew.
 * @throws Error if the file lacks the section's markers.
 */
export function withSection(content: string, { file, name, text }: GeneratedSection): string {
  const [begin, end] = [`${name}:begin`, `${name}:end`];
  const lines = content.split('\n');
  const first = lines.findIndex((line) => line.includes(begin));
  const last = lines.findIndex((line) => line.includes(end));
  if (first < 0 || last <= first) throw new Error(`${file} has no lines with ${begin} and ${end}.`);
  return [...lines.slice(0, first + 1), '', text(), '', ...lines.slice(last)].join('\n');
}
