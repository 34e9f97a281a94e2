import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { zoneName } from '../../calculator/zones';
import { codeOf } from '../../common/error-code';

const DAY = 86_400_000;

/** Every setting of every process, from the environment. `.env.example` documents the same list for people. */

const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

const UNITS: Record<string, number> = { '': 1, ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** A duration such as `90`, `90s`, `5m` or `1h`; the value is in milliseconds. */
const duration = z
  .string()
  .regex(/^\d+ ?(ms|s|m|min|h|d)?$/, 'must be a duration such as 90s, 5m or 1h')
  .transform((text) => Math.round(parseInt(text, 10) * (UNITS[text.replace(/[\d ]/g, '')] ?? 1) * 1000));

/** A duration that a timer waits for. */
const wait = duration.refine((milliseconds) => milliseconds <= 86_400_000, 'must be 1d at the most');

const SIZES: Record<string, number> = { '': 1, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** A size such as `1048576`, `64MiB` or `16GiB`; the value is in bytes. */
const size = z
  .string()
  .regex(/^\d+ ?(B|KiB|MiB|GiB|TiB)?$/, 'must be a size such as 64MiB or 16GiB')
  .transform((text) => parseInt(text, 10) * (SIZES[text.replace(/[\d ]/g, '')] ?? 1));

const onOff = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['on', 'off', 'true', 'false', '1', '0'], 'must be on or off'))
  .transform((text) => text === 'on' || text === 'true' || text === '1');

const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be a URL that starts with ${protocols.map((protocol) => `${protocol}//`).join(' or ')}`,
    );

function isPort(text: string | undefined): boolean {
  const port = Number(text);
  return port >= 1 && port <= 65_535;
}

/** Addresses such as `kafka-1:9092,kafka-2:9092`, as a list. */
const brokers = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .refine(
    (addresses) => addresses.every((address) => /^[\w.-]+:\d+$/.test(address) && isPort(address.split(':')[1])),
    'must be addresses such as kafka-1:9092,kafka-2:9092',
  );

const timezone = z.string().transform((text, context) => {
  const name = zoneName(text);
  if (name === undefined) {
    context.addIssue({ code: 'custom', message: 'must be a time zone name such as America/Chicago' });
    return z.NEVER;
  }
  return name;
});

const schema = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole(0, 65_535).default(8000),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  DATA_DIR: z
    .string()
    .default('.data')
    .transform((path) => resolve(path)),
  DATABASE_URL: url('postgres:', 'postgresql:').optional(),
  DATABASE_POOL: whole(10, 200).default(20),
  REDIS_URL: url('redis:', 'rediss:').optional(),
  KAFKA_BROKERS: brokers.optional(),
  KAFKA_TOPIC: z
    .string()
    .regex(/^(?!\.{1,2}$)[\w.-]{1,241}$/, 'must be 1 to 241 letters, digits and . _ -')
    .default('store-status'),
  KAFKA_GROUP: z
    .string()
    .regex(/^[\w.:-]{1,255}$/, 'must be 1 to 255 letters, digits and . _ : -')
    .default('restaurant-monitor'),
  DEFAULT_TIMEZONE: timezone.default('America/Chicago'),
  DEFAULT_STATUS: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['active', 'inactive']))
    .default('active'),
  END_OF_DAY_GRACE: onOff.default(false),
  MAX_FUTURE_SKEW: duration.default(5 * 60_000),
  OBSERVATION_RETENTION: duration
    .refine((milliseconds) => milliseconds >= 8 * DAY && milliseconds <= 36_500 * DAY, 'must be from 8d to 36500d')
    .optional(),
  IMPORT_MAX_BYTES: size.default(64 * 2 ** 30),
  IMPORT_IDLE_TIMEOUT: wait.default(60_000),
  REPORT_WORKERS: whole(0, 64).default(() => availableParallelism()),
  REPORT_SHARD_STORES: whole(1, 100_000).default(3500),
  REPORT_ATTEMPTS: whole(1, 20).default(5),
  REPORT_RETENTION: duration.default(30 * 86_400_000),
  LEDGER_MAX: whole(1, 20_000).default(2000),
  SHUTDOWN_GRACE: wait.default(25_000),
});

/** What can be set, by name. */
export const SETTING_NAMES: readonly string[] = Object.keys(schema.shape);

/** Parsed and frozen; durations in milliseconds, sizes in bytes. */
export type Settings = Readonly<z.output<typeof schema>>;

/** Settings once it is known which PostgreSQL serves: what the modules of a consumer are given. */
export type DatabaseSettings = Settings & Readonly<{ DATABASE_URL: string }>;

/** Settings once it is known which PostgreSQL and Redis serve: what the modules of all other processes are given. */
export type ServiceSettings = DatabaseSettings & Readonly<{ REDIS_URL: string }>;

/** Injection token of the frozen settings. */
export const SETTINGS = Symbol('SETTINGS');

/** Names every wrong setting at once, in the words of whoever has to mend them; never shows a value, which may be a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings from an environment; an empty variable counts as unset.
 * @throws SettingsError naming every wrong setting.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return Object.freeze(parsed.data);
  const lines = parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`);
  throw new SettingsError(`These settings are wrong:\n${lines.join('\n')}`);
}

/** The process's own settings: its environment, over what a `.env` file in the working folder says. */
export function processSettings(): Settings {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return readSettings(process.env);
}
