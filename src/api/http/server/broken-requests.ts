import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { CodedError } from '../../../common/coded-error';
import { codeOf } from '../../../common/error-code';
import { toProblem } from '../problems/problem';
import { RefusedError } from '../problems/refused-error';
import { logRefusal } from '../requests/request-log';
import type { LatestExchanges } from './latest-exchanges';
import type { Turns } from './turns';

/**
 * Answers what Node's parser gives up, such as headers that are too large, with a problem, and closes the connection:
 * where its next request would begin is unknown.
 */
export function answerBrokenRequests(
  server: Server,
  latest: LatestExchanges,
  turns: Turns,
  maxHeaderBytes: number,
): void {
  const broken = new WeakSet<Duplex>();
  server.on('clientError', (error, socket) => {
    // The parser fails again at every byte that follows, also after an answer that was the last one.
    if (broken.has(socket) || socket.writableEnded) return;
    broken.add(socket);
    const { request, response } = latest.get(socket) ?? {};
    const answer = () => {
      // What comes after a whole request is another one.
      refuse(socket, toCodedError(error, maxHeaderBytes), request?.complete === false ? request : undefined);
    };
    if (request?.complete === true && response?.closed === false) {
      // What is broken came after a whole request, whose answer must not be mistaken for this one.
      response.once('close', answer);
    } else if (request?.complete === false && response?.headersSent === true) {
      socket.destroy();
    } else if (!turns.replaceLatest(socket, answer)) {
      // The request whose body is broken does not wait for another one's answer.
      answer();
    }
  });
  server.on('connect', (request, socket) => {
    // Node has left the socket to us, and with it nobody who would finish an answer in the making.
    socket.on('error', () => socket.destroy()).resume();
    if (latest.get(socket)?.response.closed === false) socket.destroy();
    else
      refuse(socket, new CodedError('malformed_http', { values: { reason: 'only a proxy takes CONNECT' } }), request);
  });
}

function refuse(socket: Duplex, error: CodedError, request: IncomingMessage | undefined): void {
  if (!socket.writable) {
    socket.destroy();
    return;
  }
  const { status, title, type, text } = toProblem(error);
  const head = [
    `HTTP/1.1 ${status} ${title}`,
    `Date: ${new Date().toUTCString()}`,
    'Connection: close',
    `Content-Type: ${type}`,
    `Content-Length: ${Buffer.byteLength(text)}`,
    ...Object.entries(logRefusal(request, error, status)).map(([name, value]) => `${name}: ${value}`),
  ];
  // A client that is still sending, cut off at once, might never see the answer.
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}

function toCodedError(error: Error, limit: number): CodedError {
  switch (codeOf(error)) {
    case 'HPE_HEADER_OVERFLOW':
      return new CodedError('headers_too_large', { values: { limit } });
    case 'HPE_CHUNK_EXTENSIONS_OVERFLOW':
      return new RefusedError(413, error);
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return new CodedError('request_timeout');
    default:
      return new CodedError('malformed_http', { values: { reason: reasonOf(error) } });
  }
}

/** The parser says why in a property of its own. */
function reasonOf(error: Error): string {
  return 'reason' in error && typeof error.reason === 'string' && error.reason !== '' ? error.reason : error.message;
}
