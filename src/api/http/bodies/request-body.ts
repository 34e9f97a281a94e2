import type { IncomingMessage } from 'node:http';
import { createGunzip } from 'node:zlib';
import { codeOf, isPrematureClose } from '../../../common/error-code';
import { Problem } from '../problem';

/** How much a body may be, and how long it may pause. */
export interface BodyLimits {
  /** Counted after decompression. */
  readonly maxBytes: number;
  /** Milliseconds without a byte after which the client is taken to be gone. */
  readonly idleTimeout: number;
}

/** What a body is said to be, without parameters. */
export function mediaType(request: IncomingMessage): string | undefined {
  return request.headers['content-type']?.split(';')[0]?.trim().toLowerCase();
}

const CLIENT_GONE = 'The client went away before the body was complete.';

/** Milliseconds for which the remainder of a body is still read, and thrown away, once the answer is known to be an error. */
const DRAIN_TIMEOUT = 30_000;

/**
 * The bytes of a request's body, unzipped if it is gzip, read only as fast as they are consumed. A consumer that stops
 * early leaves the connection open, so that the client can be told why.
 * @throws Problem when the body is too large, broken, stalled or encoded in a way that is not understood; the client
 *   being gone is a Problem too, though nobody will read it.
 */
export async function* requestBody(request: IncomingMessage, limits: BodyLimits): AsyncGenerator<Buffer> {
  const encoding = request.headers['content-encoding']?.toLowerCase() ?? 'identity';
  if (encoding !== 'gzip' && encoding !== 'identity') {
    throw new Problem(
      415,
      'unsupported_encoding',
      `Content-Encoding ${encoding} is not understood; send gzip or none.`,
    );
  }
  request.setTimeout(limits.idleTimeout, () => {
    request.destroy(new Problem(408, 'upload_stalled', 'The upload stalled and was given up.'));
  });
  let bytes = 0;
  try {
    const body: AsyncIterable<Buffer> =
      encoding === 'gzip' ? unzipped(request) : request.iterator({ destroyOnReturn: false });
    for await (const chunk of body) {
      bytes += chunk.length;
      if (bytes > limits.maxBytes) {
        throw new Problem(413, 'body_too_large', `The body is larger than the ${limits.maxBytes} bytes allowed.`);
      }
      yield chunk;
    }
  } catch (error) {
    throw toProblem(error);
  } finally {
    request.setTimeout(0);
    if (!request.readableEnded && !request.destroyed) drain(request);
  }
}

/** By `pipe`, which leaves the request as it is when unzipping fails or is given up; what ends the request early is passed on by hand. */
function unzipped(request: IncomingMessage): AsyncIterable<Buffer> {
  const gunzip = createGunzip();
  request.once('error', (error) => gunzip.destroy(error));
  request.once('close', () => {
    if (!request.readableEnded) gunzip.destroy(new Problem(400, 'client_gone', CLIENT_GONE));
  });
  return request.pipe(gunzip);
}

/** A client that is still sending would never see the answer if the connection were cut at once. */
function drain(request: IncomingMessage): void {
  const timer = setTimeout(() => request.destroy(), DRAIN_TIMEOUT);
  request.once('close', () => {
    clearTimeout(timer);
  });
  request.resume();
}

function toProblem(error: unknown): unknown {
  if (codeOf(error) === 'ECONNRESET' || isPrematureClose(error)) {
    return new Problem(400, 'client_gone', CLIENT_GONE, {}, { cause: error });
  }
  if (codeOf(error)?.startsWith('Z_') === true) {
    return new Problem(400, 'malformed_gzip', 'The body is not valid gzip, or ends too early.', {}, { cause: error });
  }
  return error;
}
