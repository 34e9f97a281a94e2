import { type DocumentedSetting, documentedSettings } from '../../platform/config/settings';
import { markdownTable } from './markdown-table';

/** The settings for docs/settings.md: a heading and a table for each group. */
export function settingsTables(): string {
  return groups()
    .map(({ heading, settings }) => {
      const rows = settings.map(({ name, fallback, unset, description }) => [
        `\`${name}\``,
        fallback === undefined ? `unset: ${unset ?? ''}` : `\`${fallback}\``,
        description,
      ]);
      return `## ${heading}\n\n${markdownTable(['setting', 'default', 'meaning'], rows)}`;
    })
    .join('\n\n');
}

/** The settings for .env.example: each commented out and with its default. */
export function environmentExample(): string {
  return groups()
    .map(({ heading, settings }) => {
      const entries = settings.map(({ name, fallback, unset, description }) => {
        const comment = `${description}${unset === undefined ? '' : ` Unset: ${unset}.`}`.replaceAll('`', '');
        return `# ${comment}\n# ${name}=${fallback ?? ''}`;
      });
      return [`# --- ${heading} ---`, ...entries].join('\n\n');
    })
    .join('\n\n');
}

interface Group {
  readonly heading: string;
  readonly settings: DocumentedSetting[];
}

function groups(): Group[] {
  const found: Group[] = [];
  for (const setting of documentedSettings()) {
    if (setting.heading !== undefined) found.push({ heading: setting.heading, settings: [] });
    found.at(-1)?.settings.push(setting);
  }
  return found;
}
