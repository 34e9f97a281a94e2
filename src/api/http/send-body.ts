import type { Response } from 'express';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { isPrematureClose } from '../../common/error-code';

/**
 * Sends a body only as fast as it is read, and not at all if only the headers are wanted (HEAD). A client that leaves ends
 * its making.
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
  try {
    await pipeline([Readable.from(body, { objectMode: false }), ...transforms, response]);
  } catch (error) {
    if (!isPrematureClose(error)) throw error;
  }
}
