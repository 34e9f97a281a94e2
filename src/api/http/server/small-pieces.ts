import type { IncomingMessage } from 'node:http';
import { GrowingBuffer } from '../../../common/collections/growing-buffer';

/** Bytes from which on a piece of a body is passed on as it is. */
const LARGE = 1 << 10;

/**
 * Joins the small pieces of a request's body that come in one turn of the event loop. Node keeps each piece of a chunked body
 * by itself until it is read, which takes hundreds of bytes for each that a client sends in a chunk of its own: of a request
 * that waits for its turn, too, and of a body that nobody wants. Must be called before any of the body has come.
 */
export function joinSmallPieces(request: IncomingMessage): void {
  const push = request.push.bind(request);
  let joined: GrowingBuffer | undefined;
  const flush = () => {
    const bytes = joined?.bytes;
    joined = undefined;
    return bytes === undefined || push(bytes);
  };
  request.push = (piece: unknown, encoding?: BufferEncoding) => {
    if (!Buffer.isBuffer(piece) || piece.length >= LARGE) {
      flush();
      return push(piece, encoding);
    }
    const most = request.readableHighWaterMark;
    if (!joined) {
      joined = new GrowingBuffer(most);
      setImmediate(flush);
    }
    joined.append(piece);
    return request.readableLength + joined.length < most || flush();
  };
}
