import express from 'express';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createGzip } from 'node:zlib';
import { until } from '../../../test/support/service';
import { sendBody } from './send-body';

let server: Server | undefined;

afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

/** The address of a server that sends a body, or answers 503 if it gets an error instead. */
async function serve(body: () => AsyncIterable<string>, isZipped = false): Promise<string> {
  const app = express().get('/', (_request, response) => {
    sendBody(response, body(), ...(isZipped ? [createGzip()] : [])).catch(() => {
      if (response.headersSent) response.destroy();
      else response.status(503).end();
    });
  });
  server = createServer(app).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('the server has no address');
  return `http://127.0.0.1:${address.port}/`;
}

describe('a body', () => {
  it.each([false, true])(
    'that fails before there is a byte can be answered otherwise (zipped: %s)',
    async (isZipped) => {
      const url = await serve(async function* () {
        await Promise.resolve();
        throw new Error('away');
      }, isZipped);
      expect((await fetch(url)).status).toBe(503);
    },
  );

  it.each([false, true])('that fails later breaks off an answer that has begun (zipped: %s)', async (isZipped) => {
    const url = await serve(async function* () {
      yield await Promise.resolve('first');
      throw new Error('away');
    }, isZipped);
    const answer = await fetch(url);
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow('terminated');
  });

  it('may be empty', async () => {
    const url = await serve(async function* () {
      await Promise.resolve();
      yield* [];
    });
    const answer = await fetch(url);
    expect([answer.status, await answer.text()]).toEqual([200, '']);
  });

  it.each(['before there is a byte', 'later'])('is not made any longer once its client has left, %s', async (when) => {
    let [isAsked, isLeft, isEnded] = [false, false, false];
    const url = await serve(async function* () {
      try {
        if (when === 'later') yield 'first';
        for (;;) {
          isAsked = true;
          await new Promise(setImmediate);
          if (when === 'later') yield 'x'.repeat(1000);
          else if (isLeft) yield 'x';
        }
      } finally {
        isEnded = true;
      }
    });
    const client = new AbortController();
    const answer = fetch(url, { signal: client.signal });
    await until(() => isAsked || undefined);
    client.abort();
    await expect(answer.then((each) => each.text())).rejects.toThrow('aborted');
    isLeft = true;
    await until(() => isEnded || undefined);
  });
});
