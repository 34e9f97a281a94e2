import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { CodedError } from '../../../common/coded-error';
import { toProblem } from '../problems/problem';
import { answerBrokenRequests } from './broken-requests';
import { latestExchanges } from './latest-exchanges';
import { faultOf, useOriginForm } from './message-syntax';
import { closeSilentConnections } from './silent-clients';
import { logRefusal } from '../requests/request-log';
import { joinSmallPieces } from './small-pieces';
import { Turns } from './turns';

/**
 * Of the request line and all headers. The 200 stores that a trigger may name take up to 80 KB: 128 characters each, of
 * which colons are sent as `%3A`.
 */
const MAX_HEADER_BYTES = 128 * 1024;

const HEADERS_TIMEOUT = 30_000;

/** Listeners to one event of an answer, of which Node's pipeline alone adds seven. Beyond these Node warns of a leak. */
const MAX_LISTENERS = 20;

/** A server for an application. What is refused before the application sees it is answered with a problem as well. */
export function newServer(application: RequestListener): Server {
  const turns = new Turns();
  const server = createServer(
    {
      maxHeaderSize: MAX_HEADER_BYTES,
      headersTimeout: HEADERS_TIMEOUT,
      // An import may take hours; IMPORT_IDLE_TIMEOUT ends one that stalls.
      requestTimeout: 0,
      // Node would refuse such a request without a text.
      requireHostHeader: false,
    },
    (request, response) => {
      response.setMaxListeners(MAX_LISTENERS);
      joinSmallPieces(request);
      turns.take(request, response, () => {
        const fault = faultOf(request);
        if (fault) {
          // Whoever wrote a malformed request may mean another one by what follows.
          response.shouldKeepAlive &&= fault.code !== 'malformed_http';
          refuse(request, response, fault);
          return;
        }
        useOriginForm(request);
        application(request, response);
      });
    },
  );
  const latest = latestExchanges(server);
  // Node would drop all headers after the 2,000th, without a word. Their size is limited.
  server.maxHeadersCount = 0;
  // Node would take a client that has sent everything, and says so by closing its side, for one that is gone.
  Object.assign(server, { httpAllowHalfOpen: true });
  server.on('checkExpectation', (request: IncomingMessage, response: ServerResponse) => {
    joinSmallPieces(request);
    turns.take(request, response, () => {
      refuse(request, response, new CodedError('expectation_failed'));
    });
  });
  answerBrokenRequests(server, latest, turns, MAX_HEADER_BYTES);
  closeSilentConnections(server, latest);
  return server;
}

function refuse(request: IncomingMessage, response: ServerResponse, error: CodedError): void {
  const { status, type, text } = toProblem(error);
  const headers = { 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) };
  response.writeHead(status, { ...headers, ...logRefusal(request, error, status) }).end(text);
}
