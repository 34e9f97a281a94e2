import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { SECRET_SETTING } from '../../../test/support/secrets';
import { documentedSettings, readSettings, SettingsError } from './settings';

/** The message with which an environment is refused; fails the test if it is accepted. */
function refusal(environment: NodeJS.ProcessEnv): string {
  try {
    readSettings(environment);
  } catch (error) {
    if (error instanceof SettingsError) return error.message;
    throw error;
  }
  throw new Error('the settings were taken');
}

describe('readSettings', () => {
  it('needs no settings', () => {
    expect(readSettings({})).toEqual({
      HOST: '127.0.0.1',
      PORT: 8000,
      BASE_PATH: '',
      LOG_LEVEL: 'info',
      SESSION_LIFETIME: 12 * 3_600_000,
      AUDIT_RETENTION: 365 * 86_400_000,
      RATE_LIMIT_PER_ADDRESS: 10_000,
      RATE_LIMIT_PER_KEY: 10_000,
      REPORTS_PER_KEY: 100,
      IMPORTS_PER_KEY: 32,
      STREAMS_PER_KEY: 200,
      MAX_CONNECTIONS: 10_000,
      DATA_DIR: resolve('.data'),
      DATABASE_POOL: 20,
      KAFKA_TOPIC: 'store-status',
      KAFKA_GROUP: 'restaurant-monitor',
      KAFKA_TLS: false,
      DEFAULT_TIMEZONE: 'America/Chicago',
      DEFAULT_STATUS: 'active',
      CLOSURES: 'exclude',
      REPORT_WINDOWS: ['last_hour', 'last_day', 'last_week'],
      END_OF_DAY_GRACE: false,
      MAX_FUTURE_SKEW: 5 * 60 * 1000,
      OBSERVATION_RETENTION: undefined,
      IMPORT_MAX_BYTES: 64 * 1024 ** 3,
      IMPORT_IDLE_TIMEOUT: 60 * 1000,
      IMPORT_MAX_REJECTS: 10_000,
      IMPORT_MAX_STORES: 2_000_000,
      IMPORT_RETENTION: 90 * 24 * 3600 * 1000,
      REPORT_WORKERS: availableParallelism(),
      REPORT_MAX_RUNNING: 1000,
      REPORT_SHARD_STORES: 3500,
      REPORT_ATTEMPTS: 5,
      REPORT_RETENTION: 30 * 24 * 60 * 60 * 1000,
      LEDGER_MAX: 2000,
      SHUTDOWN_GRACE: 25 * 1000,
    });
  });

  it('treats an empty variable as unset, and ignores unknown ones', () => {
    const settings = readSettings({ PORT: '', DATABASE_URL: '', HOME: '/home/somebody' });
    expect(settings).toEqual(readSettings({}));
  });

  it('reads the terms of reports', () => {
    const terms = {
      DEFAULT_STATUS: 'Unknown',
      UNKNOWN_AFTER: '3h',
      CLOSURES: 'IGNORE',
      REPORT_WINDOWS: '2024-10, last_day',
    };
    expect(readSettings(terms)).toMatchObject({
      DEFAULT_STATUS: 'unknown',
      UNKNOWN_AFTER: 3 * 3_600_000_000,
      CLOSURES: 'ignore',
      REPORT_WINDOWS: ['2024-10', 'last_day'],
    });
  });

  it.each([
    ['DEFAULT_STATUS', 'closed'],
    ['UNKNOWN_AFTER', '59s'],
    ['UNKNOWN_AFTER', '3'],
    ['CLOSURES', 'include'],
    ['REPORT_WINDOWS', '2024-13'],
    ['REPORT_WINDOWS', 'last_day,last_day'],
    ['REPORT_WINDOWS', 'last_day,'],
  ])('refuses %s=%s', (name, value) => {
    expect(() => readSettings({ [name]: value })).toThrow(name);
  });

  it('returns frozen settings', () => {
    expect(Object.isFrozen(readSettings({}))).toBe(true);
  });

  it.each([
    ['90', 90_000],
    ['1500ms', 1500],
    ['90s', 90_000],
    ['90 s', 90_000],
    ['5m', 300_000],
    ['5min', 300_000],
    ['2h', 7_200_000],
    ['30d', 2_592_000_000],
    ['0', 0],
  ])('reads the duration %p', (text, milliseconds) => {
    expect(readSettings({ MAX_FUTURE_SKEW: text }).MAX_FUTURE_SKEW).toBe(milliseconds);
  });

  it.each(['-1', '1.5h', '5 minutes', '1h30m', 'h', '5M'])('refuses the duration %p', (text) => {
    expect(refusal({ SHUTDOWN_GRACE: text })).toContain('SHUTDOWN_GRACE: must be a duration such as 90s, 5m or 1h');
  });

  it.each([
    ['1048576', 1024 ** 2],
    ['512B', 512],
    ['3KiB', 3 * 1024],
    ['64 MiB', 64 * 1024 ** 2],
    ['16GiB', 16 * 1024 ** 3],
    ['2TiB', 2 * 1024 ** 4],
  ])('reads the size %p', (text, bytes) => {
    expect(readSettings({ IMPORT_MAX_BYTES: text }).IMPORT_MAX_BYTES).toBe(bytes);
  });

  it.each(['1GB', '1gib', '-1', '1.5GiB', 'GiB'])('refuses the size %p', (text) => {
    expect(refusal({ IMPORT_MAX_BYTES: text })).toContain('IMPORT_MAX_BYTES: must be a size such as 64MiB or 16GiB');
  });

  it.each([
    ['on', true],
    ['TRUE', true],
    ['1', true],
    ['Off', false],
    ['false', false],
    ['0', false],
  ])('reads the switch %p', (text, on) => {
    expect(readSettings({ END_OF_DAY_GRACE: text }).END_OF_DAY_GRACE).toBe(on);
  });

  it('matches names without regard to case where that is usual', () => {
    const settings = readSettings({ DEFAULT_TIMEZONE: 'asia/tokyo', DEFAULT_STATUS: 'Inactive' });
    expect(settings).toMatchObject({ DEFAULT_TIMEZONE: 'Asia/Tokyo', DEFAULT_STATUS: 'inactive' });
  });

  it('resolves DATA_DIR against the working folder', () => {
    expect(readSettings({ DATA_DIR: 'here' }).DATA_DIR).toBe(resolve('here'));
  });

  it.each([
    ['DATABASE_URL', 'postgres://user:secret@database:5432/monitor'],
    ['DATABASE_URL', 'postgresql://database/monitor'],
    ['REDIS_URL', 'redis://:secret@redis:6379/1'],
    ['REDIS_URL', 'rediss://redis'],
  ])('takes the %s %p', (name, url) => {
    expect(readSettings({ [name]: url })).toMatchObject({ [name]: url });
  });

  it('reads the addresses of brokers as a list', () => {
    expect(readSettings({ KAFKA_BROKERS: 'kafka-1:9092, 10.0.0.2:9093' }).KAFKA_BROKERS).toEqual([
      'kafka-1:9092',
      '10.0.0.2:9093',
    ]);
  });

  it('reads the names of the service as a list, in one spelling', () => {
    const { ALLOWED_HOSTS } = readSettings({ ALLOWED_HOSTS: 'Monitor.example, 10.0.0.7,[2001:DB8:0::1]' });
    expect(ALLOWED_HOSTS).toEqual(['monitor.example', '10.0.0.7', '[2001:db8::1]']);
  });

  it.each(['monitor.example:80', 'http://monitor.example', 'a,,b', '*', 'a b', '2001:db8::1', 'a/b', 'me@a', '[a]'])(
    'refuses the names %p',
    (text) => {
      expect(refusal({ ALLOWED_HOSTS: text })).toContain('ALLOWED_HOSTS: must be host names');
    },
  );

  it.each([
    ['PORT', '0', '65535', '-1', '65536'],
    ['DATABASE_POOL', '10', '200', '9', '201'],
    ['KAFKA_BROKERS', 'kafka:1', 'kafka:65535', 'kafka:0', 'kafka:65536'],
    ['IMPORT_IDLE_TIMEOUT', '0', '1d', '-1', '86400001ms'],
    ['IMPORT_MAX_REJECTS', '1', '100000', '0', '100001'],
    ['IMPORT_MAX_STORES', '1', '10000000', '0', '10000001'],
    ['IMPORT_RETENTION', '1d', '36500d', '86399999ms', '3153600000001ms'],
    ['OBSERVATION_RETENTION', '8d', '36500d', '691199999ms', '3153600000001ms'],
    ['REPORT_WORKERS', '0', '64', '-1', '65'],
    ['REPORT_MAX_RUNNING', '1', '100000', '0', '100001'],
    ['REPORT_SHARD_STORES', '1', '100000', '0', '100001'],
    ['REPORT_ATTEMPTS', '1', '20', '0', '21'],
    ['LEDGER_MAX', '1', '20000', '0', '20001'],
    ['SHUTDOWN_GRACE', '0', '1d', '-1', '86400001ms'],
  ])('takes a %s from %s to %s', (name, least, most, tooLittle, tooMuch) => {
    for (const value of [least, most]) expect(readSettings({ [name]: value })).toHaveProperty(name);
    for (const value of [tooLittle, tooMuch]) expect(refusal({ [name]: value })).toContain(name);
  });

  it('refuses a list of brokers of which one is wrong', () => {
    for (const wrong of ['kafka', 'kafka:x', 'a b:9092', '']) {
      expect(refusal({ KAFKA_BROKERS: `kafka-1:9092,${wrong},kafka-2:9092` })).toContain('KAFKA_BROKERS');
    }
  });

  it('matches the names of SASL mechanisms without regard to case', () => {
    const settings = { KAFKA_SASL_MECHANISM: 'SCRAM-SHA-512', KAFKA_SASL_USERNAME: 'a', KAFKA_SASL_PASSWORD: 'b' };
    expect(readSettings(settings)).toMatchObject({ KAFKA_SASL_MECHANISM: 'scram-sha-512' });
  });

  it('names every wrong setting at once, without showing values', () => {
    const wrong = {
      PORT: '65536',
      ALLOWED_HOSTS: 'http://secret',
      LOG_LEVEL: 'loud-secret',
      DATABASE_URL: 'mysql://user:secret@database/monitor',
      DATABASE_POOL: '1',
      REDIS_URL: 'secret-without-protocol',
      KAFKA_BROKERS: 'kafka:9092,secret',
      KAFKA_TOPIC: 'secret topic',
      KAFKA_GROUP: 'secret'.repeat(50),
      KAFKA_TLS: 'secret',
      KAFKA_SASL_MECHANISM: 'secret',
      DEFAULT_TIMEZONE: 'Secret/Place',
      DEFAULT_STATUS: 'secret',
      END_OF_DAY_GRACE: 'secret',
      MAX_FUTURE_SKEW: 'secret',
      IMPORT_MAX_BYTES: 'secret',
      IMPORT_IDLE_TIMEOUT: 'secret',
      REPORT_WORKERS: '-1',
      REPORT_SHARD_STORES: '0',
      REPORT_ATTEMPTS: '2.5',
      REPORT_RETENTION: 'secret',
      SHUTDOWN_GRACE: 'secret',
    };
    const message = refusal(wrong);
    const [title, ...lines] = message.split('\n');
    expect(title).toBe('These settings are wrong:');
    expect(lines.map((line) => line.trim().split(':')[0])).toEqual(Object.keys(wrong));
    expect(message.toLowerCase()).not.toContain('secret');
  });
});

describe('the documentation of settings', () => {
  const read = (name: string) => readFileSync(join(__dirname, '../../..', name), 'utf8');
  const settingsIn = (text: string, pattern: RegExp) =>
    [...text.matchAll(pattern)].map(([, name = '', value = '']): [string, string] => [name, value]);

  it('says of each that holds a secret that it may be in a file', () => {
    const secrets = documentedSettings().filter(({ name }) => SECRET_SETTING.test(name));
    expect(secrets.length).toBeGreaterThan(4);
    for (const { name, description } of secrets) expect(description).toContain(`Or name a file in \`${name}_FILE\`.`);
  });

  it.each([
    ['.env.example', /^#? ?([A-Z][A-Z_]*)=(.*)$/gm],
    ['docs/settings.md', /^\| `([A-Z][A-Z_]*)` +\| (?:`([^`]*)`)?/gm],
  ])('%s names every setting, in order, with its default', (file, pattern) => {
    const written = settingsIn(read(file), pattern);
    expect(written.map(([name]) => name)).toEqual(documentedSettings().map(({ name }) => name));
    expect(readSettings(Object.fromEntries(written))).toEqual(readSettings({}));
  });
});
