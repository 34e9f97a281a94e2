import { ExpressAdapter } from '@nestjs/platform-express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { newServer } from './new-server';

/** Milliseconds for which a client may still read the answer that it has at a shutdown, and send what it has not sent yet. */
const LINGER = 5_000;

/**
 * Keeps listening during a shutdown until the requests in flight are answered, so that probes can see that the process is
 * no longer ready; without a listener they would learn nothing.
 */
export class DrainingAdapter extends ExpressAdapter {
  private readonly atWork = new Set<Promise<void>>();

  override initHttpServer(): void {
    this.setHttpServer(newServer(this.getInstance()));
    this.httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // A destroyed request no longer has a socket.
      const { socket } = request;
      const over = new Promise<void>((resolve) => {
        response.once('close', resolve);
        // A pipelined response on a lost connection never emits close; its request does.
        request.once('close', () => {
          if (socket.destroyed) resolve();
        });
      });
      this.atWork.add(over);
      void over.then(() => this.atWork.delete(over));
    });
  }

  override async close(): Promise<void> {
    await Promise.all(this.atWork);
    const closed = super.close();
    // Others may have come meanwhile.
    await Promise.all(this.atWork);
    const timer = setTimeout(() => {
      this.httpServer.closeAllConnections();
    }, LINGER);
    await closed;
    clearTimeout(timer);
  }
}
