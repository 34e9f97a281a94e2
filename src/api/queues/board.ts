import { createBullBoard } from '@bull-board/api';
import { BullAdapter } from '@bull-board/api/bullAdapter';
import { ExpressAdapter } from '@bull-board/express';
import type { Queue } from 'bull';
import { type RequestHandler, Router } from 'express';

/**
 * Bull Board, which shows queues and their jobs and changes none. What it has not got, and its errors, are passed on.
 * @param path below which requests find it
 * @param publicPath below which browsers do
 */
export function boardOf(queues: readonly Queue[], path: string, publicPath: string): RequestHandler {
  const board = new Board();
  createBullBoard({
    // A job that somebody removed or tried again would contradict what the database says of its report.
    queues: queues.map((queue) => new BullAdapter(queue, { readOnlyMode: true })),
    serverAdapter: board.setBasePath(publicPath),
    options: { uiConfig: { boardTitle: 'Queues' } },
  });
  return Router().use(path, board.handler());
}

class Board extends ExpressAdapter {
  handler(): RequestHandler {
    // After createBullBoard has set one that answers with the message of any error.
    this.setErrorHandler((error) => {
      throw error;
    });
    // This is an application within ours, so what that does not send has to be said again.
    return this.app.disable('x-powered-by').disable('etag');
  }
}
