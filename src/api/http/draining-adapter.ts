import { ExpressAdapter } from '@nestjs/platform-express';
import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Goes on listening at a shutdown until the requests that are at work then are answered, so that probes can see that
 * the process is not ready any more; a listener that is gone would tell them nothing.
 */
export class DrainingAdapter extends ExpressAdapter {
  private readonly atWork = new Set<Promise<void>>();

  override initHttpServer(...options: Parameters<ExpressAdapter['initHttpServer']>): void {
    super.initHttpServer(...options);
    this.httpServer.on('request', (request: IncomingMessage, response: ServerResponse) => {
      // A request that was destroyed has no socket any more.
      const { socket } = request;
      const over = new Promise<void>((resolve) => {
        response.once('close', resolve);
        // A response that never had its turn on a connection that is gone is not told so; its request is.
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
    await super.close();
  }
}
