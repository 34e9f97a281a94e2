import { readFileSync } from 'node:fs';
import { codeOf, messageOf } from '../../common/error-code';

/** What files say about settings, and what is wrong with them; a problem begins with the name of its variable. */
interface SettingFiles {
  readonly contents: Readonly<Record<string, string>>;
  readonly problems: readonly string[];
}

/**
 * Reads the settings that are in files: `NAME_FILE` names the file with the value of `NAME`, as containers are given
 * secrets. A line break at the end does not count.
 * @param names the settings that may be in files
 */
export function readSettingFiles(
  variables: Readonly<Record<string, string | undefined>>,
  names: readonly string[],
): SettingFiles {
  const contents: Record<string, string> = {};
  const problems: string[] = [];
  for (const name of names) {
    const variable = `${name}_FILE`;
    const path = variables[variable];
    if (path === undefined) continue;
    if (variables[name] !== undefined) {
      problems.push(`${variable}: is set as well as ${name}; unset one of them`);
      continue;
    }
    try {
      const content = readFileSync(path, 'utf8').replace(/\r?\n$/, '');
      if (content === '') problems.push(`${variable}: names an empty file`);
      contents[name] = content;
    } catch (error) {
      problems.push(`${variable}: names a file that cannot be read (${codeOf(error) ?? messageOf(error)})`);
    }
  }
  return { contents, problems };
}
