import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';

/** A request and its answer. */
interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Counted from 1 on its connection. */
  readonly number: number;
}

/** The latest exchange of each connection of a server. */
export type LatestExchanges = Pick<WeakMap<Duplex, Exchange>, 'get'>;

export function latestExchanges(server: Server): LatestExchanges {
  const latest = new WeakMap<Duplex, Exchange>();
  for (const event of ['request', 'checkExpectation']) {
    server.on(event, (request: IncomingMessage, response: ServerResponse) => {
      const { socket } = request;
      latest.set(socket, { request, response, number: (latest.get(socket)?.number ?? 0) + 1 });
    });
  }
  return latest;
}
