import { isIP } from 'node:net';
import { z } from 'zod';
import { zoneName } from '../../calculator/schedule/zones';
import { hostNameOf, isLoopback } from '../../common/host-name';
import { inOrder, isScope, SCOPES } from './scopes';

/** A whole number within bounds, without a sign. */
export const whole = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be from ${min} to ${max}`);

const UNITS: Record<string, number> = { '': 1, ms: 0.001, s: 1, m: 60, min: 60, h: 3600, d: 86_400 };

/** A duration such as `90`, `90s`, `5m` or `1h`; the value is in milliseconds. */
export const duration = z
  .string()
  .regex(/^\d+ ?(ms|s|m|min|h|d)?$/, 'must be a duration such as 90s, 5m or 1h')
  .transform((text) => Math.round(parseInt(text, 10) * (UNITS[text.replace(/[\d ]/g, '')] ?? 1) * 1000));

/** A duration that a timer waits for. */
export const wait = duration.refine((milliseconds) => milliseconds <= 86_400_000, 'must be at most 1d');

const SIZES: Record<string, number> = { '': 1, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** A size such as `1048576`, `64MiB` or `16GiB`; the value is in bytes. */
export const size = z
  .string()
  .regex(/^\d+ ?(B|KiB|MiB|GiB|TiB)?$/, 'must be a size such as 64MiB or 16GiB')
  .transform((text) => parseInt(text, 10) * (SIZES[text.replace(/[\d ]/g, '')] ?? 1));

/** `on` or `off`, or what else people write for them; the value is a boolean. */
export const onOff = z
  .string()
  .toLowerCase()
  .pipe(z.enum(['on', 'off', 'true', 'false', '1', '0'], 'must be on or off'))
  .transform((text) => text === 'on' || text === 'true' || text === '1');

/** A URL with one of some protocols, such as `redis:`. */
export const url = (...protocols: string[]) =>
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
export const brokers = z
  .string()
  .transform((text) => text.split(',').map((address) => address.trim()))
  .refine(
    (addresses) => addresses.every((address) => /^[\w.-]+:\d+$/.test(address) && isPort(address.split(':')[1])),
    'must be addresses such as kafka-1:9092,kafka-2:9092',
  );

/** Host names and addresses such as `monitor.example,[2001:db8::1]`, as a list in the spelling of `hostNameOf`. */
export const hosts = z.string().transform((text, context) => {
  const names = text
    .split(',')
    .map((host) => (/^ *(\[[\w:.]+\]|[\p{L}\p{N}._-]+) *$/u.test(host) ? hostNameOf(host.trim()) : undefined));
  if (names.every((name) => name !== undefined)) return names;
  context.addIssue({ code: 'custom', message: 'must be host names such as monitor.example,10.0.0.7, without ports' });
  return z.NEVER;
});

/** Addresses and networks such as `127.0.0.1,10.0.0.0/8`, as a list. */
export const networks = z
  .string()
  .transform((text) => text.split(',').map((network) => network.trim()))
  .refine((list) => list.every(isNetwork), 'must be addresses or networks such as 127.0.0.1,10.0.0.0/8');

function isNetwork(text: string): boolean {
  const [address = '', bits, ...others] = text.split('/');
  const version = isIP(address);
  const most = version === 4 ? 32 : 128;
  return version > 0 && others.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most));
}

/** The URL of an OpenID provider. What goes there unencrypted must not leave the machine. */
export const issuer = z
  .string()
  .refine(
    (text) => URL.canParse(text) && isSecure(new URL(text)) && !/[?#]/.test(text),
    'must be a URL that starts with https://, or with http:// for a loopback name',
  );

function isSecure({ protocol, host }: URL): boolean {
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostNameOf(host) ?? ''));
}

/** Scopes such as `read,report`. */
export const scopes = z.string().transform((text, context) => {
  const names = text.split(',').map((name) => name.trim());
  if (names.every(isScope)) return inOrder(names);
  context.addIssue({ code: 'custom', message: `must be some of ${SCOPES.join(',')}` });
  return z.NEVER;
});

/** The name of a time zone, in any case; the value is in the spelling of the tz database. */
export const timezone = z.string().transform((text, context) => {
  const name = zoneName(text);
  if (name === undefined) {
    context.addIssue({ code: 'custom', message: 'must be a time zone name such as America/Chicago' });
    return z.NEVER;
  }
  return name;
});
