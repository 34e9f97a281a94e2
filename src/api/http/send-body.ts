import type { Response } from 'express';
import { once } from 'node:events';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPrematureClose } from '../../common/error-code';

/**
 * Sends a body only as fast as it is read, and not at all if only the headers are wanted (HEAD). A client that leaves ends
 * its making. What fails before there is a byte is thrown, so that it can still be answered; what fails later breaks the answer off.
 * @param transforms what the bytes pass on their way
 */
export async function sendBody(
  response: Response,
  body: AsyncIterable<string | Buffer> | Iterable<string | Buffer>,
  ...transforms: readonly Transform[]
): Promise<void> {
  if (response.req.method === 'HEAD') {
    response.end();
    return;
  }
  const source = Readable.from(body, { objectMode: false });
  await Promise.race([once(source, 'readable'), once(response, 'close')]);
  if (response.destroyed) {
    source.destroy();
    return;
  }
  // While a transform keeps the first bytes, an answer that breaks off would look like a lost connection.
  response.flushHeaders();
  try {
    await pipeline([source, ...transforms, response]);
  } catch (error) {
    if (!isPrematureClose(error)) throw error;
  }
}
