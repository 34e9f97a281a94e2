import { ExpressAdapter } from '@nestjs/platform-express';
import type { ServerResponse } from 'node:http';

/**
 * Goes on listening at a shutdown until the requests that are at work then are answered, so that probes can see that
 * the process is not ready any more; a listener that is gone would tell them nothing.
 */
export class DrainingAdapter extends ExpressAdapter {
  private readonly atWork = new Set<ServerResponse>();

  override initHttpServer(...options: Parameters<ExpressAdapter['initHttpServer']>): void {
    super.initHttpServer(...options);
    this.httpServer.on('request', (_request, response) => {
      this.atWork.add(response);
      response.once('close', () => this.atWork.delete(response));
    });
  }

  override async close(): Promise<void> {
    await Promise.all([...this.atWork].map((response) => new Promise((resolve) => response.once('close', resolve))));
    await super.close();
  }
}
