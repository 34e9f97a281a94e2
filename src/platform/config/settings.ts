import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { z } from 'zod';
import { STATUSES } from '../../calculator/figures/forward-fill';
import { CLOSURE_TERMS, parseUnknownAfter } from '../../calculator/figures/terms';
import { isWindowList, MAX_WINDOWS } from '../../calculator/figures/windows';
import { codeOf } from '../../common/error-code';
import { certificateProblems } from './certificates';
import { kafkaSecurityProblems } from './kafka-security';
import { oidcProblems } from './oidc-settings';
import { readSettingFiles } from './setting-files';
import {
  brokers,
  duration,
  hosts,
  issuer,
  networks,
  onOff,
  scopes,
  size,
  timezone,
  url,
  wait,
  whole,
} from './setting-values';

const DAY = 86_400_000;

/** What the documentation says of a setting. */
interface SettingNotes {
  /** The heading above this setting and those after it. */
  readonly heading?: string;
  /** One or more sentences in Markdown, without links. */
  readonly description: string;
  /** What an unset variable means, for a setting without a fixed default. */
  readonly unset?: string;
  /** Whether the value may be in a file that the variable with `_FILE` appended names. */
  readonly file?: true;
}

const notes = z.registry<SettingNotes>();

const schema = z.object({
  HOST: z.string().prefault('127.0.0.1').register(notes, {
    heading: 'Process',
    description: 'The address that the HTTP process listens on. `0.0.0.0` means every address of the machine.',
  }),
  PORT: whole(0, 65_535).prefault('8000').register(notes, {
    description: 'The port that the HTTP process listens on. `0` picks a free one.',
  }),
  ALLOWED_HOSTS: hosts.optional().register(notes, {
    description:
      'Names and addresses by which clients call the service, without ports, such as `monitor.example,10.0.0.7`. Requests with any other `Host` are refused, except for probes. Loopback names and addresses are always allowed.',
    unset: 'no others if `HOST` is a loopback address, otherwise any',
  }),
  TRUST_PROXY: networks.optional().register(notes, {
    description:
      'Addresses and networks of proxies, such as `127.0.0.1,10.0.0.0/8`, whose `X-Forwarded-For` and `X-Forwarded-Proto` are trusted.',
    unset: 'none',
  }),
  BASE_PATH: z
    .string()
    .regex(/^(\/[\w.~-]+)*$/, 'must be a path such as /monitor, without a slash at its end')
    .prefault('')
    .register(notes, {
      description:
        'The path below which a proxy shows the service to others, such as `/monitor`: page, documentation and API. The proxy may pass it on or take it away. Its first part must not be that of a path of the service, such as `/stores`.',
      unset: 'none',
    }),
  METRICS_PORT: whole(0, 65_535).optional().register(notes, {
    description:
      'The port on which a worker or a consumer answers `/metrics`, `/health/live` and `/health/ready`, without a key. Those that the HTTP process starts take this port and the ones after it, the consumer the last; `0` picks free ones. The HTTP process answers on its own port.',
    unset: 'none',
  }),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).prefault('info').register(notes, {
    description: 'How much is logged: `fatal`, `error`, `warn`, `info`, `debug`, `trace` or `silent`.',
  }),
  OTEL_EXPORTER_OTLP_ENDPOINT: url('http:', 'https:').optional().register(notes, {
    description: 'The collector that traces are sent to, by OTLP over HTTP, such as `http://collector:4318`.',
    unset: 'no traces',
  }),
  DATA_DIR: z
    .string()
    .transform((path) => resolve(path))
    .prefault('.data')
    .register(notes, {
      description: 'The folder for imports in progress and for the files of the embedded PostgreSQL and Redis.',
    }),
  DATABASE_URL: url('postgres:', 'postgresql:').optional().register(notes, {
    heading: 'PostgreSQL and Redis',
    description:
      'The PostgreSQL server, as a `postgres://` URL. `?sslmode=verify-full` connects over TLS, and `&sslrootcert=` names the file with the certificates, in PEM, that vouch for the server.',
    unset: 'start one in `DATA_DIR`',
    file: true,
  }),
  DATABASE_POOL: whole(10, 200).prefault('20').register(notes, {
    description: 'Connections to PostgreSQL of each process (one pool), at least 10.',
  }),
  REDIS_URL: url('redis:', 'rediss:').optional().register(notes, {
    description: 'The Redis server, as a `redis://` URL or, to connect over TLS, a `rediss://` one.',
    unset: 'start one in `DATA_DIR`',
    file: true,
  }),
  REDIS_TLS_CA: z.string().optional().register(notes, {
    description: 'The certificates, in PEM, that vouch for Redis.',
    unset: 'those of Node.js',
    file: true,
  }),
  KAFKA_BROKERS: brokers.optional().register(notes, {
    heading: 'Kafka',
    description: 'Brokers to read observations from, such as `kafka-1:9092,kafka-2:9092`.',
    unset: 'no Kafka',
  }),
  KAFKA_TOPIC: z
    .string()
    .regex(/^(?!\.{1,2}$)[\w.-]{1,241}$/, 'must be 1 to 241 letters, digits and . _ -')
    .prefault('store-status')
    .register(notes, {
      description: 'The topic to read. Rejects go to the topic of this name with `.rejects` appended.',
    }),
  KAFKA_GROUP: z
    .string()
    .regex(/^[\w.:-]{1,255}$/, 'must be 1 to 255 letters, digits and . _ : -')
    .prefault('restaurant-monitor')
    .register(notes, { description: 'The consumer group. Each installation needs its own.' }),
  KAFKA_TLS: onOff.prefault('off').register(notes, {
    description: 'Whether brokers are reached over TLS.',
  }),
  KAFKA_TLS_CA: z.string().optional().register(notes, {
    description: 'The certificates, in PEM, that vouch for the brokers.',
    unset: 'those of Node.js',
    file: true,
  }),
  KAFKA_TLS_CERT: z.string().optional().register(notes, {
    description: 'The certificate, in PEM, that brokers may ask of clients.',
    unset: 'none',
    file: true,
  }),
  KAFKA_TLS_KEY: z.string().optional().register(notes, {
    description: 'The private key, in PEM, of that certificate.',
    unset: 'none',
    file: true,
  }),
  KAFKA_TLS_KEY_PASSPHRASE: z.string().optional().register(notes, {
    description: 'The passphrase of the private key.',
    unset: 'not encrypted',
    file: true,
  }),
  KAFKA_SASL_MECHANISM: z
    .string()
    .toLowerCase()
    .pipe(z.enum(['plain', 'scram-sha-256', 'scram-sha-512']))
    .optional()
    .register(notes, {
      description:
        'How the service logs in: `plain`, `scram-sha-256` or `scram-sha-512`. Without TLS, `plain` sends the password as it is.',
      unset: 'not at all',
    }),
  KAFKA_SASL_USERNAME: z.string().optional().register(notes, {
    description: 'The user name to log in with.',
    unset: 'none',
    file: true,
  }),
  KAFKA_SASL_PASSWORD: z.string().optional().register(notes, {
    description: 'The password to log in with.',
    unset: 'none',
    file: true,
  }),
  DEFAULT_TIMEZONE: timezone.prefault('America/Chicago').register(notes, {
    heading: 'Figures',
    description: 'The time zone of stores without one, as an IANA name.',
  }),
  DEFAULT_STATUS: z.string().toLowerCase().pipe(z.enum(STATUSES)).prefault('active').register(notes, {
    description: 'The status of a store before its first observation: `active`, `inactive` or `unknown`.',
  }),
  UNKNOWN_AFTER: z
    .string()
    .refine(
      (text) => parseUnknownAfter(text) !== undefined,
      'must be a duration such as 90s, 45m, 3h or 2d, from 60s to 400d',
    )
    .transform((text) => parseUnknownAfter(text))
    .optional()
    .register(notes, {
      description:
        'For how long an observation speaks at most, such as `3h`; then the status is unknown until the next one. Unset: until the next one.',
    }),
  CLOSURES: z.string().toLowerCase().pipe(z.enum(CLOSURE_TERMS)).prefault('exclude').register(notes, {
    description: 'Whether open time that a closure covers is left out of the figures (`exclude`) or counts (`ignore`).',
  }),
  REPORT_WINDOWS: z
    .string()
    .transform((text) => text.split(',').map((window) => window.trim()))
    .refine(
      (windows) => isWindowList(windows),
      `must be 1 to ${MAX_WINDOWS} windows such as last_day,2024-10, each once`,
    )
    .prefault('last_hour,last_day,last_week')
    .register(notes, {
      description: 'The windows of a report unless it is triggered with others, separated by commas.',
    }),
  END_OF_DAY_GRACE: onOff.prefault('off').register(notes, {
    description: 'Whether business hours that end at 23:59:00 or later end at midnight.',
  }),
  MAX_FUTURE_SKEW: duration.prefault('5m').register(notes, {
    heading: 'Observations and imports',
    description: 'How far ahead of the clock of PostgreSQL an observation may be.',
  }),
  OBSERVATION_RETENTION: duration
    .refine((milliseconds) => milliseconds >= 8 * DAY && milliseconds <= 36_500 * DAY, 'must be from 8d to 36500d')
    .optional()
    .register(notes, {
      description: 'How long observations are kept, from `8d` to `36500d`.',
      unset: 'forever',
    }),
  IMPORT_MAX_BYTES: size.prefault('64GiB').register(notes, {
    description: 'The largest body of a file import, after decompression.',
  }),
  IMPORT_IDLE_TIMEOUT: wait.prefault('60s').register(notes, {
    description:
      'How long the service waits for the next 16 KiB of a body, or its end, at most `1d`. `0` means forever.',
  }),
  IMPORT_MAX_REJECTS: whole(1, 100_000).prefault('10000').register(notes, {
    description: 'How many rejects of an import are kept, 1 to 100,000. Others are only counted.',
  }),
  IMPORT_MAX_STORES: whole(1, 10_000_000).prefault('2000000').register(notes, {
    description:
      'The most different stores that one file may name, 1 to 10,000,000. Each takes 0.1 to 0.2 KB of memory.',
  }),
  IMPORT_RETENTION: duration
    .refine((milliseconds) => milliseconds >= DAY && milliseconds <= 36_500 * DAY, 'must be from 1d to 36500d')
    .prefault('90d')
    .register(notes, {
      description:
        'How long the rejects and the idempotency key of an import are kept, and the import itself unless something names it, from `1d` to `36500d`.',
    }),
  REPORT_WORKERS: whole(0, 64)
    .default(() => availableParallelism())
    .register(notes, {
      heading: 'Reports',
      description: 'Worker processes that the HTTP process starts, 0 to 64.',
      unset: 'one for each CPU core',
    }),
  REPORT_MAX_RUNNING: whole(1, 100_000).prefault('1000').register(notes, {
    description: 'How many reports may be computed or wait at once, 1 to 100,000. One more is refused.',
  }),
  REPORT_SHARD_STORES: whole(1, 100_000).prefault('3500').register(notes, {
    description: 'Stores in a shard, the part of a report that a worker computes at a time.',
  }),
  REPORT_ATTEMPTS: whole(1, 20).prefault('5').register(notes, {
    description: 'How often work that fails is tried before the report ends with an error, 1 to 20.',
  }),
  REPORT_RETENTION: duration.prefault('30d').register(notes, {
    description: 'How long a report is kept after it has ended.',
  }),
  ALLOW_ANONYMOUS: scopes.optional().register(notes, {
    heading: 'Access',
    description:
      'The scopes of anonymous callers until the first API key is made: some of `read,ingest,report,admin`. Once there is a key, every caller needs one.',
    unset:
      'all scopes if only this machine can reach the service; otherwise the HTTP process does not start without a key',
  }),
  API_KEY: z.string().optional().register(notes, {
    description: 'The API key that the commands `import` and `demo` send.',
    unset: 'none',
    file: true,
  }),
  OIDC_ISSUER: issuer.optional().register(notes, {
    description:
      'The OpenID provider whose access tokens are accepted besides API keys, such as `https://login.example/realms/main`. Must be `https://` unless it is on this machine.',
    unset: 'none',
  }),
  OIDC_AUDIENCE: z.string().optional().register(notes, {
    description: 'The audience (`aud`) that tokens must have: the name of this service at the provider.',
    unset: 'none; needed with `OIDC_ISSUER`',
  }),
  OIDC_SCOPES_CLAIM: z.string().optional().register(notes, {
    description:
      'The claim with the scopes, by name or by path, such as `realm_access.roles`: a list, or a text with spaces between them. Only the provider must be able to set it; `scope` often holds whatever a client asked for.',
    unset: 'none; needed with `OIDC_ISSUER`',
  }),
  OIDC_SCOPES_PREFIX: z.string().optional().register(notes, {
    description: 'The prefix of scopes in that claim, such as `restaurant-monitor-`. Values without it are ignored.',
    unset: 'nothing',
  }),
  OIDC_CLIENT_ID: z.string().optional().register(notes, {
    description:
      'The public client with which people log in to the page at that provider (authorization code with PKCE). The provider must allow `/session/callback` as a redirect URI and put the claim with the scopes into ID tokens.',
    unset: 'the page asks for a key only',
  }),
  SESSION_LIFETIME: duration
    .refine((milliseconds) => milliseconds >= 60_000 && milliseconds <= 365 * DAY, 'must be from 1m to 365d')
    .prefault('12h')
    .register(notes, {
      description: 'How long a session of the page lasts, from `1m` to `365d`.',
    }),
  AUDIT_RETENTION: duration
    .refine((milliseconds) => milliseconds >= DAY && milliseconds <= 36_500 * DAY, 'must be from 1d to 36500d')
    .prefault('365d')
    .register(notes, {
      description: 'How long entries are kept in the audit, from `1d` to `36500d`.',
    }),
  LEDGER_MAX: whole(1, 20_000).prefault('2000').register(notes, {
    heading: 'Limits',
    description: 'The most stretches on a page of a ledger, 1 to 20,000.',
  }),
  RATE_LIMIT_PER_ADDRESS: whole(1, 10_000_000).prefault('10000').register(notes, {
    description:
      'The most requests of an address in ten seconds, 1 to 10,000,000. It applies where other machines can reach the service. Probes do not count.',
  }),
  RATE_LIMIT_PER_KEY: whole(1, 10_000_000).prefault('10000').register(notes, {
    description: 'The most requests with one API key in ten seconds, 1 to 10,000,000.',
  }),
  REPORTS_PER_KEY: whole(1, 100_000).prefault('100').register(notes, {
    description: 'The most reports of one API key that wait or run at once, 1 to 100,000.',
  }),
  IMPORTS_PER_KEY: whole(1, 100_000).prefault('32').register(notes, {
    description:
      'The most imports in progress with one API key, or from one address without a key, in each HTTP process, 1 to 100,000.',
  }),
  STREAMS_PER_KEY: whole(1, 100_000).prefault('200').register(notes, {
    description:
      'The most open event streams of one API key, or of one address without a key, in each HTTP process, 1 to 100,000.',
  }),
  MAX_CONNECTIONS: whole(1, 1_000_000).prefault('10000').register(notes, {
    description: 'The most connections to each HTTP process, 1 to 1,000,000. Further ones are closed at once.',
  }),
  SHUTDOWN_GRACE: wait.prefault('25s').register(notes, {
    description: 'How long a process may take to stop, at most `1d`.',
  }),
});

/** A setting as the documentation shows it. */
export interface DocumentedSetting extends SettingNotes {
  readonly name: string;
  /** The default as it would be written in the environment; undefined if there is no fixed one. */
  readonly fallback: string | undefined;
}

/**
 * Every setting in the order of the documentation.
 * @throws Error if a setting has no notes.
 */
export function documentedSettings(): DocumentedSetting[] {
  return Object.entries(schema.shape).map(([name, field]) => {
    const found = notes.get(field);
    if (found === undefined) throw new Error(`The setting ${name} has no notes.`);
    const isFixed = field instanceof z.ZodPrefault && found.unset === undefined;
    const description = found.file ? `${found.description} Or name a file in \`${name}_FILE\`.` : found.description;
    return { name, ...found, description, fallback: isFixed ? field.def.defaultValue : undefined };
  });
}

const IN_FILES = Object.entries(schema.shape).flatMap(([name, field]) => (notes.get(field)?.file ? [name] : []));

/** Parsed and frozen; durations in milliseconds, sizes in bytes. */
export type Settings = Readonly<z.output<typeof schema>>;

/** The settings once the address of PostgreSQL is known; enough for a consumer. */
export type DatabaseSettings = Settings & Readonly<{ DATABASE_URL: string }>;

/** The settings once the addresses of PostgreSQL and Redis are known; every other process needs both. */
export type ServiceSettings = DatabaseSettings & Readonly<{ REDIS_URL: string }>;

/** Injection token of the frozen settings. */
export const SETTINGS = Symbol('SETTINGS');

/** Names every wrong setting at once, and shows no value, since it may be a secret. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}

/**
 * Reads the settings from an environment; an empty variable counts as unset.
 * @throws SettingsError naming every wrong setting.
 */
export function readSettings(environment: NodeJS.ProcessEnv): Settings {
  const variables = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const { contents, problems } = readSettingFiles(variables, IN_FILES);
  const parsed = schema.safeParse({ ...variables, ...contents });
  const issues = (parsed.error?.issues ?? []).map((issue) => `${issue.path.join('.')}: ${issue.message}`);
  const wrong = [...problems, ...issues];
  if (parsed.success && wrong.length === 0) {
    wrong.push(
      ...certificateProblems(parsed.data),
      ...kafkaSecurityProblems(parsed.data),
      ...oidcProblems(parsed.data),
    );
  }
  if (parsed.success && wrong.length === 0) return Object.freeze(parsed.data);
  throw new SettingsError(`These settings are wrong:\n${wrong.map((line) => `  ${line}`).join('\n')}`);
}

/**
 * The settings of this process. Its environment wins over a `.env` file in the working folder.
 * @throws SettingsError naming every wrong setting.
 */
export function processSettings(): Settings {
  try {
    process.loadEnvFile();
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
  return readSettings(process.env);
}
