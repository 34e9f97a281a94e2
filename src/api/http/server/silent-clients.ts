import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import type { LatestExchanges } from './latest-exchanges';
import { onStandstill } from './standstill';

/** Milliseconds for which a client may take nothing of an answer. As long as PostgreSQL waits for a reader of outages. */
const SEND_TIMEOUT = 60_000;
/** Milliseconds in which at least so many bytes must come of the rest of a body that is answered already. */
const REST = { timeout: 30_000, bytes: 64 * 1024 };
/** Milliseconds without a request. Node itself looks every 30 seconds for headers that took 30 seconds, and answers them. */
const IDLE_TIMEOUT = 90_000;

/**
 * Closes the connections of silent clients: of one that takes nothing of its answer, whose making then ends; of one that
 * does not get on with the rest of a body that is answered already; and of one that asks nothing, though it may send empty
 * lines. Bodies that are wanted have a limit of their own: see `requestBody`.
 */
export function closeSilentConnections(server: Server, latest: LatestExchanges): void {
  server.on('connection', (socket: Socket) => {
    const measures = {
      sent: () => (socket.writableLength > 0 ? bytesTaken(socket) : undefined),
      rest: () => {
        const { request, response } = latest.get(socket) ?? {};
        const isRest = socket.writableEnded || (request?.complete === false && response?.closed === true);
        return isRest ? Math.floor(socket.bytesRead / REST.bytes) : undefined;
      },
      requests: () => {
        const { request, response, number } = latest.get(socket) ?? { number: 0 };
        return request?.complete === false || response?.closed === false ? undefined : number;
      },
    };
    const cut = () => {
      socket.destroy();
    };
    const watches = [
      onStandstill(SEND_TIMEOUT, measures.sent, cut),
      onStandstill(REST.timeout, measures.rest, cut),
      onStandstill(IDLE_TIMEOUT, measures.requests, cut),
    ];
    socket.once('close', () => {
      for (const stop of watches) stop();
    });
    // Node would destroy the socket after its last answer. Bytes that nobody has read turn that into a reset, which takes
    // the answer away from a client that sends first and reads later.
    socket.destroySoon = () => {
      socket.end();
    };
  });
}

/** The bytes that the system has taken from us for the client. Of a large write, only Node's handle knows how much it has. */
function bytesTaken(socket: Socket): number {
  const handle: unknown = Reflect.get(socket, '_handle');
  return isHandle(handle) ? handle.bytesWritten - handle.writeQueueSize : NaN;
}

function isHandle(value: unknown): value is { readonly bytesWritten: number; readonly writeQueueSize: number } {
  return typeof value === 'object' && value !== null && 'bytesWritten' in value && 'writeQueueSize' in value;
}
