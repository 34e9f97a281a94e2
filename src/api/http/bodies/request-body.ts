import { applyDecorators } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { setImmediate as otherWork } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { CodedError } from '../../../common/coded-error';
import { codeOf, isPrematureClose } from '../../../common/error-code';
import { ApiProblems } from '../problems/api-problems';
import { onStandstill } from '../server/standstill';
import type { BodyMemory } from './body-memory';

/** How large a body may be, how long it may take, and where its memory is counted. */
export interface BodyLimits {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Milliseconds of waiting for the next 16 KiB, or the end, after which the client is given up; 0: no limit. */
  readonly idleTimeout: number;
  /** Milliseconds after which a body is given up that has not come whole; 0: no limit. */
  readonly timeLimit: number;
  readonly memory: BodyMemory;
}

/** The media type that the client declares, without parameters. */
export function mediaType(request: IncomingMessage): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

/** Bytes that must come within the idle timeout: a body that trickles would hold its memory for as long as it likes. */
const LEAST_PROGRESS = 16 * 1024;

/** Bytes of a piece that may take its consumer a noticeable time. */
const LARGE = 8 * 1024;

/** What unzipping takes: a window of 32 KiB, the state of zlib, and the buffers before and behind it. */
const GUNZIP_BYTES = 128 * 1024;

/** Whatever tells that there may be more of a request to read, or that there never will be. */
const SIGNS = ['readable', 'end', 'error', 'close'];

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
    ApiProblems(
      'malformed_gzip',
      'client_gone',
      'upload_stalled',
      'body_too_large',
      'unsupported_encoding',
      'too_busy',
    ),
  );
}

/**
 * The bytes of a request's body, unzipped if it is gzip, read only as fast as they are consumed. If a consumer stops early,
 * the answer closes the connection, once the client has sent the rest or given up (RFC 9112, section 9.6): otherwise it
 * might never be told why.
 * @throws CodedError if the body is too large, broken, stalled or in an unsupported encoding, if there is no memory for it, and
 *   also if the client disconnects, although nobody will read that answer
 */
export async function* requestBody(
  request: IncomingMessage,
  response: ServerResponse,
  { maxBytes, idleTimeout, timeLimit, memory }: BodyLimits,
): AsyncGenerator<Buffer> {
  const leaving = new AbortController();
  const giveUp = () => {
    leaving.abort(new CodedError('upload_stalled'));
  };
  const timer = timeLimit === 0 ? undefined : setTimeout(giveUp, timeLimit);
  try {
    const isZipped = isGzip(request);
    if (isZipped) memory.hold(response, GUNZIP_BYTES);
    const chunks = received(request, idleTimeout, leaving.signal, giveUp);
    let bytes = 0;
    for await (const chunk of isZipped ? unzipped(chunks) : chunks) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw new CodedError('body_too_large', { values: { limit: maxBytes } });
      yield chunk;
    }
  } catch (error) {
    throw toCodedError(error);
  } finally {
    clearTimeout(timer);
    leaving.abort();
    if (!request.complete) response.shouldKeepAlive = false;
    request.resume();
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
 * What is received of a body, until `signal` is aborted. Calls `giveUp` if more of it is awaited for too long. A client is not
 * to blame for the time that the consumer takes, in which the connection is silent as well.
 */
async function* received(
  request: IncomingMessage,
  idleTimeout: number,
  signal: AbortSignal,
  giveUp: () => void,
): AsyncGenerator<Buffer> {
  const { socket } = request;
  let isAwaited = false;
  const stopWatching =
    idleTimeout === 0
      ? () => undefined
      : onStandstill(
          idleTimeout,
          () => (isAwaited ? Math.floor(socket.bytesRead / LEAST_PROGRESS) : undefined),
          giveUp,
        );
  try {
    while (!request.readableEnded) {
      signal.throwIfAborted();
      if (request.destroyed) throw request.errored ?? new CodedError('client_gone');
      const chunk: unknown = request.read();
      if (Buffer.isBuffer(chunk)) {
        yield chunk;
        // A client that is faster than the consumer would otherwise be read up to 32 times before anybody else is heard.
        if (chunk.length > LARGE) await otherWork();
        continue;
      }
      isAwaited = true;
      await sign(request, signal);
      isAwaited = false;
    }
  } finally {
    stopWatching();
  }
}

/** Waits for the next sign of a request, or until nobody wants its body any more. */
async function sign(request: IncomingMessage, signal: AbortSignal): Promise<void> {
  await new Promise<void>((resolve) => {
    const heed = () => {
      for (const event of SIGNS) request.off(event, heed);
      signal.removeEventListener('abort', heed);
      resolve();
    };
    for (const event of SIGNS) request.on(event, heed);
    signal.addEventListener('abort', heed);
  });
}

async function* unzipped(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const gunzip = createGunzip();
  // An error on either side reaches the consumer.
  pipeline(chunks, gunzip, () => undefined);
  const unzippedChunks: AsyncIterable<Buffer> = gunzip;
  try {
    yield* unzippedChunks;
  } catch (error) {
    // No body at all is not a broken one.
    if (codeOf(error) !== 'Z_BUF_ERROR' || gunzip.bytesWritten > 0) throw error;
  }
}

function toCodedError(error: unknown): unknown {
  if (codeOf(error) === 'ECONNRESET' || isPrematureClose(error)) return new CodedError('client_gone', { cause: error });
  if (codeOf(error)?.startsWith('Z_') === true) {
    return new CodedError('malformed_gzip', { cause: error });
  }
  return error;
}
