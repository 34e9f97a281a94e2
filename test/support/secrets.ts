import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The names of settings that hold a secret, whatever else may follow. */
export const SECRET_SETTING = /^(DATABASE|REDIS)_URL$|(?<!_PER_)KEY$|PASSWORD|PASSPHRASE|SECRET|TOKEN/;

/** What is shorter, such as the password `b`, may appear anywhere. */
const SHORTEST = 8;
export const LONGEST_SECRET = 1_000;

/**
 * Throws if a text has a secret of a process with this environment: a password or a key of its settings, or a password of the
 * embedded servers of its data folder.
 */
export function expectNoSecrets(text: string, environment: Readonly<Record<string, string>>): void {
  const secrets = [...secretsIn(environment), ...embeddedPasswords(environment.DATA_DIR ?? '')];
  const shown = secrets.find((secret) => text.includes(secret));
  if (shown !== undefined) throw new Error(`a secret is shown: ${shown}, in:\n${text}`);
}

/** The secrets of settings, as they are and as they stand in a file, a URL or a line of JSON. */
export function secretsIn(environment: Readonly<Record<string, string>>): string[] {
  return Object.entries(environment)
    .filter(([name, value]) => value !== '' && SECRET_SETTING.test(name.replace(/_FILE$/, '')))
    .map(([name, value]) => (name.endsWith('_FILE') ? contentOf(value) : value))
    .flatMap((value) => (URL.canParse(value) ? passwordsOf(new URL(value)) : value.split('\n')))
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)])
    .filter((secret) => secret.length >= SHORTEST && !secret.startsWith('-----'));
}

function passwordsOf({ password }: URL): string[] {
  return [password, decodeURIComponent(password)];
}

function embeddedPasswords(dataDir: string): string[] {
  const folder = join(dataDir, 'redis');
  const configurations = filesIn(folder).filter((file) => file.endsWith('.conf'));
  const redis = configurations.flatMap((file) => /^requirepass (\w+)$/m.exec(contentOf(join(folder, file)))?.[1] ?? []);
  const postgres = contentOf(join(dataDir, 'postgres/password'));
  return postgres === '' ? redis : [...redis, postgres];
}

/** Empty if there is no such folder. */
function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Empty if there is no such file. */
function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
