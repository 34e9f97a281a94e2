import { once } from 'node:events';
import { ClientRequest, createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, Socket } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { until } from '../../../test/support/service';
import { addressOf, call, ErrorAnswer, json } from './client';

const servers: Server[] = [];

async function serve(listener: RequestListener): Promise<URL> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${portOf(server.address())}/`);
}

function portOf(address: AddressInfo | string | null): number {
  return typeof address === 'object' && address !== null ? address.port : 0;
}

function* megabytes(count: number): Generator<Buffer> {
  for (let sent = 0; sent < count; sent++) yield Buffer.alloc(1_000_000);
}

afterEach(() => {
  jest.restoreAllMocks();
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

describe('a call of the service', () => {
  it('sends all of a body and returns the answer', async () => {
    let received = 0;
    const url = await serve((request, response) => {
      request.on('data', (chunk: Buffer) => (received += chunk.length));
      request.on('end', () => response.writeHead(201).end('{"rows":3}'));
    });
    const answer = await call(url, { method: 'POST', body: Readable.from(megabytes(20)) });
    expect(await json(answer, z.object({ rows: z.number() }))).toEqual({ rows: 3 });
    expect(received).toBe(20_000_000);
  });

  it('throws the error answer even if it comes before the body has been sent, and stops sending', async () => {
    let closed: Promise<void> | undefined;
    const url = await serve((request, response) => {
      closed = new Promise((resolve) => {
        request.socket.once('close', () => {
          resolve();
        });
      });
      request.once('data', () => {
        response.writeHead(422, { 'Content-Type': 'application/problem+json' });
        response.end('{"status":422,"detail":"The header lacks the column status.","code":"wrong_header"}');
      });
    });
    const body = Readable.from(megabytes(100_000));
    const refused = call(url, { method: 'POST', body });
    await expect(refused).rejects.toThrow(new ErrorAnswer(422, 'The header lacks the column status.'));
    expect(body.destroyed).toBe(true);
    await closed;
  });

  it('explains that the answer comes from another program', async () => {
    const url = await serve((_, response) => response.writeHead(404, { 'Content-Type': 'text/html' }).end('<html>'));
    await expect(call(url)).rejects.toThrow(`${url.href} answers 404 Not Found: is this the service?`);
    const other = await serve((_, response) => response.end('<html>'));
    await expect(json(await call(other), z.object({}))).rejects.toThrow('is the address right?');
  });

  it('ends if its connection is silent for an hour, or sooner if the other machine is gone', async () => {
    const keepAlive = jest.spyOn(Socket.prototype, 'setKeepAlive');
    const timeout = jest.spyOn(ClientRequest.prototype, 'setTimeout');
    const url = await serve(() => undefined);
    const silent = call(url);
    await until(() => keepAlive.mock.calls.some(([on, delay]) => on === true && delay === 30_000) || undefined);
    const [limit, end] = timeout.mock.calls[0] ?? [];
    expect(limit).toBe(3_600_000);
    end?.();
    await expect(silent).rejects.toThrow(`No answer from ${url.origin}: it has been silent for an hour.`);
  });

  it('explains that nothing answers, or that the connection broke off', async () => {
    const url = await serve((request) => {
      request.once('data', () => request.socket.resetAndDestroy());
    });
    const broken = call(url, { method: 'POST', body: Readable.from(megabytes(100_000)) });
    await expect(broken).rejects.toThrow(/broke off before there was an answer \((ECONNRESET|EPIPE)\)/);

    const server = servers[0];
    server?.close();
    if (server) await once(server, 'close');
    await expect(call(url)).rejects.toThrow(`Nothing answers at ${url.origin}: is the service running?`);
  });

  it('aborts with the reason of its signal', async () => {
    const url = await serve(() => undefined);
    const end = new AbortController();
    const ended = call(url, { method: 'POST', body: Readable.from(megabytes(1)), signal: end.signal });
    end.abort('enough');
    await expect(ended).rejects.toBe('enough');
  });

  it('fails with the error of its body', async () => {
    const url = await serve((request, response) => {
      void text(request).then(() => response.end());
    });
    const body = Readable.from(megabytes(100_000));
    body.once('data', () => body.destroy(new Error('the disk is gone')));
    await expect(call(url, { method: 'POST', body })).rejects.toThrow('the disk is gone');
  });
});

describe('the address of a service', () => {
  it.each([
    ['127.0.0.1', 'http://127.0.0.1:8000/'],
    ['0.0.0.0', 'http://127.0.0.1:8000/'],
    ['::', 'http://[::1]:8000/'],
    ['fe80::1', 'http://[fe80::1]:8000/'],
    ['monitor.example', 'http://monitor.example:8000/'],
  ])('that listens on %s is %s', (HOST, expected) => {
    expect(addressOf({ HOST, PORT: 8000 }).href).toBe(expected);
  });
});
