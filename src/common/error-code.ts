import { types } from 'node:util';
import { CodedError } from './coded-error';

/** The `code` of an error: of Node (`ENOENT`), of PostgreSQL (SQLSTATE) or of our own. Undefined if it has none. */
export function codeOf(error: unknown): string | undefined {
  const hasCode = typeof error === 'object' && error !== null && 'code' in error;
  return hasCode && typeof error.code === 'string' ? error.code : undefined;
}

/**
 * The message of an error or, if it is empty, its code: an error of several addresses has only that. What OpenSSL finds wrong
 * with a certificate does not say whose it is.
 */
export function messageOf(error: unknown): string {
  // A test's own globals are not those of the errors that Node makes, so `instanceof` would miss them.
  if (!types.isNativeError(error)) return String(error);
  const message = error.message || (codeOf(error) ?? '');
  return isUntrusted(error) ? `the certificate of the server is not trusted: ${message}` : message;
}

/** Errors of TLS about the certificate of the server (Node.js, X509 certificate error codes). */
const UNTRUSTED =
  /^(UNABLE_TO_|CERT_|CRL_|ERROR_IN_C|SELF_SIGNED_CERT_IN_CHAIN$|DEPTH_ZERO_SELF_SIGNED_CERT$|INVALID_CA$|INVALID_PURPOSE$|PATH_LENGTH_EXCEEDED$|HOSTNAME_MISMATCH$|ERR_TLS_CERT_ALTNAME_INVALID$)/;

function isUntrusted(error: Error): boolean {
  return UNTRUSTED.test(codeOf(error) ?? '');
}

/**
 * SQLSTATEs by which PostgreSQL says "not now" rather than that the statement is wrong (PostgreSQL 18, appendix A); whole
 * classes by their first two characters.
 */
const NOT_NOW = [
  // The connection is lost.
  '08',
  // The server has become a standby.
  '25006',
  // A transaction was idle, or lasted, for too long: the process was frozen.
  '25P03',
  '25P04',
  // The role is kept out: it may not log in at the moment, or its password is being replaced.
  '28',
  // The transaction was rolled back: a deadlock, a conflict with recovery.
  '40',
  // Connections, memory or another configured resource is used up. A full disk is a case of its own, see `isNoSpace`.
  '53',
  // Something is in use, or locked for too long.
  '55006',
  '55P03',
  // An operator intervened, or the server stops, has crashed or is starting.
  '57',
  // The system that it runs on has failed.
  '58000',
  '58030',
];

/** Errors of sockets and name servers (Node.js, common system errors). */
const UNREACHABLE =
  /^(ECONNREFUSED|ECONNRESET|ECONNABORTED|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH|EHOSTDOWN|ENETUNREACH|ENETDOWN)$/;

/** The same from clients that give no code, and from PostgreSQL with a code (55000) that mostly means something else. */
const UNAVAILABLE_MESSAGE =
  /Connection terminated|timeout exceeded when trying to connect|Connection is closed|not queryable|Query runner already released|is not currently accepting connections/;

/** Whether an error means that a service we depend on is unavailable, rather than that our request to it is wrong. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error) ?? '';
  const isNotNow = /^[0-9A-Z]{5}$/.test(code) && NOT_NOW.some((state) => code.startsWith(state));
  if (isNotNow && !isNoSpace(error)) return true;
  // A certificate can be replaced while we run, as a password can.
  return UNREACHABLE.test(code) || isUntrusted(error) || UNAVAILABLE_MESSAGE.test(error.message);
}

/** Of the file system: disk full, quota exceeded, file too large; and of PostgreSQL about its own disk. */
const NO_SPACE = ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'];

/** Whether an error means that a disk is full. */
export function isNoSpace(error: unknown): boolean {
  return NO_SPACE.includes(codeOf(error) ?? '');
}

/** Whether a lock of PostgreSQL was not acquired within `lock_timeout`. */
export function isLockTimeout(error: unknown): boolean {
  return codeOf(error) === '55P03';
}

/** Whether a stream was cut off because its reader disconnected, so that nobody is left to receive the error. */
export function isPrematureClose(error: unknown): boolean {
  return codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE';
}

/** Our own error for one that means that a disk is full, or that a service behind this one is away; undefined for any other. */
export function outageOf(cause: unknown): CodedError | undefined {
  if (isNoSpace(cause)) return new CodedError('no_space', { cause });
  return isUnavailable(cause) ? new CodedError('service_unavailable', { cause }) : undefined;
}
