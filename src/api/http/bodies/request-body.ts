import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { IncomingMessage } from 'node:http';
import { finished } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CodedError } from '../../../common/coded-error';
import { codeOf, isPrematureClose } from '../../../common/error-code';
import { ApiProblems } from '../problems/api-problems';

/** How large a body may be, and how long it may pause. */
export interface BodyLimits {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Milliseconds of waiting without a byte after which the client is taken to be gone; 0: no limit. */
  readonly idleTimeout: number;
}

/** The media type that the client declares, without parameters. */
export function mediaType(request: IncomingMessage): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

/** The longest that a timer can wait, in milliseconds: 24 days. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Milliseconds for which the rest of a body is still read, and discarded, once the answer is known to be an error. */
const DRAIN_TIMEOUT = 30_000;

/** At most one coding; a list may have empty elements (RFC 9110, section 5.6.1.2). For the OpenAPI document. */
const CODINGS = String.raw`^[, \t]*(?:(?:(?:x-)?gzip|identity)[, \t]*)?$`;

/** Documents what `requestBody` understands and refuses. */
export function ApiRequestBody(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Content-Encoding',
      required: false,
      description: 'How the body is compressed',
      schema: { type: 'string', pattern: CODINGS, example: 'gzip' },
    }),
    ApiProblems('malformed_gzip', 'client_gone', 'upload_stalled', 'body_too_large', 'unsupported_encoding'),
  );
}

/**
 * The bytes of a request's body, unzipped if it is gzip, read only as fast as they are consumed. A consumer that stops
 * early leaves the connection open, so that the client can be told why.
 * @throws CodedError if the body is too large, broken, stalled or in an unsupported encoding, and also if the client
 *   disconnects, although nobody will read that answer
 */
export async function* requestBody(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Buffer> {
  const isZipped = isGzip(request);
  let bytes = 0;
  try {
    const body: AsyncIterable<Buffer> = isZipped ? unzipped(request) : request.iterator({ destroyOnReturn: false });
    for await (const chunk of unstalled(request, body, limits.idleTimeout)) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        throw new CodedError('body_too_large', { values: { limit: limits.maxBytes } });
      }
      yield chunk;
    }
  } catch (error) {
    throw toCodedError(error);
  } finally {
    if (!request.readableEnded && !request.destroyed) drain(request);
  }
}

/**
 * Whether a body is gzip by its Content-Encoding, rather than as it is: `x-gzip` is gzip, and `identity` is nothing
 * (RFC 9110, section 8.4.1).
 * @throws CodedError `unsupported_encoding`
 */
function isGzip(request: IncomingMessage): boolean {
  const encoding = request.headers['content-encoding'] ?? '';
  const codings = encoding.split(',').map((coding) => coding.trim().toLowerCase());
  const [coding, ...others] = codings.filter((each) => each !== '' && each !== 'identity');
  if (coding === undefined) return false;
  if (others.length === 0 && (coding === 'gzip' || coding === 'x-gzip')) return true;
  throw new CodedError('unsupported_encoding', { values: { encoding } });
}

/**
 * Destroys the request if the next chunk is awaited for too long. A client is not to blame for the time that the consumer
 * takes, in which the connection is silent as well.
 */
async function* unstalled(
  request: IncomingMessage,
  body: AsyncIterable<Buffer>,
  idleTimeout: number,
): AsyncGenerator<Buffer> {
  const chunks = body[Symbol.asyncIterator]();
  try {
    for (;;) {
      let received = request.socket.bytesRead;
      const timer = setTimeout(() => {
        // Bytes that yield no chunk yet, such as a little gzip, are a sign of life too.
        if (request.socket.bytesRead === received) request.destroy(new CodedError('upload_stalled'));
        else timer.refresh();
        received = request.socket.bytesRead;
      }, idleTimeout || LONGEST_TIMER);
      const next = await chunks.next().finally(() => {
        clearTimeout(timer);
      });
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    await chunks.return?.();
  }
}

/**
 * By `pipe`, which leaves the request open if unzipping fails or is abandoned; an early end of the request, even one before
 * it is read, is passed on by hand.
 */
async function* unzipped(request: IncomingMessage): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  finished(request, { writable: false }, (error) => {
    if (error) gunzip.destroy(error);
  });
  const chunks: AsyncIterable<Buffer> = request.pipe(gunzip);
  try {
    yield* chunks;
  } catch (error) {
    // No body at all is not a broken one.
    if (codeOf(error) !== 'Z_BUF_ERROR' || gunzip.bytesWritten > 0) throw error;
  }
}

/** A client that is still sending would never see the answer if the connection were cut at once. */
function drain(request: IncomingMessage): void {
  // A request whose connection is lost once it is answered never closes: the timer must keep nobody waiting.
  const timer = setTimeout(() => request.destroy(), DRAIN_TIMEOUT).unref();
  request.once('close', () => {
    clearTimeout(timer);
  });
  // Otherwise the end of its unzipping would pause it again.
  request.unpipe();
  request.resume();
}

function toCodedError(error: unknown): unknown {
  if (codeOf(error) === 'ECONNRESET' || isPrematureClose(error)) return new CodedError('client_gone', { cause: error });
  if (codeOf(error)?.startsWith('Z_') === true) {
    return new CodedError('malformed_gzip', { cause: error });
  }
  return error;
}
