import { Logger } from '@nestjs/common';
import { once } from 'node:events';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { until } from '../../../../test/support/service';
import { newServer } from './new-server';

const GET = 'GET /first HTTP/1.1\r\nHost: here\r\n';
const POST = 'POST /first HTTP/1.1\r\nHost: here\r\n';

let server: Server;
let sockets: Socket[];
let logged: jest.SpyInstance;
/** What the application was asked: method, target and host. */
let asked: string[];
let application: (request: IncomingMessage, response: ServerResponse) => void;

beforeEach(async () => {
  sockets = [];
  asked = [];
  logged = jest.spyOn(Logger.prototype, 'log').mockImplementation();
  application = (_request, response) => response.end('served');
  server = newServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''} of ${request.headers.host ?? 'nobody'}`);
    application(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  logged.mockRestore();
  for (const socket of sockets) socket.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

/** A connection, on which a text was sent, and what was received so far. */
function send(text: string): { socket: Socket; received: () => string } {
  const address = server.address();
  const port = typeof address === 'object' ? (address?.port ?? 0) : 0;
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  sockets.push(socket);
  let received = '';
  socket.on('data', (chunk: Buffer) => (received += chunk.toString()));
  socket.on('error', () => undefined);
  socket.write(text);
  return { socket, received: () => received };
}

/** Waits until the server has closed a connection, whether gently or not. */
async function end(socket: Socket): Promise<void> {
  await until(() => socket.readableEnded || socket.closed || undefined);
}

/** Everything that is received until the server closes the connection. */
async function answers(text: string): Promise<string> {
  const { socket, received } = send(text);
  await once(socket, 'end');
  return received();
}

/** The status and the problem of an answer that is the only one. */
function problemIn(answer: string): unknown {
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  expect(head).toMatch(/\r\nContent-Type: application\/problem\+json/);
  expect(head).toMatch(/\r\nDate: \w{3}, \d\d/);
  expect(head).toMatch(/\r\nConnection: close/);
  expect(head).toContain(`\r\nContent-Length: ${Buffer.byteLength(body)}`);
  // The log tells of it, and the answer where to look.
  expect(head).toMatch(/\r\nX-Request-Id: [\da-f-]{36}\r\n/);
  expect(logged).toHaveBeenCalledTimes(1);
  const problem: unknown = JSON.parse(body);
  expect(problem).toMatchObject({ status: Number(head.split(' ')[1]), title: expect.any(String) });
  return problem;
}

describe('the target of a request', () => {
  it.each([
    ['/a?b=1', '/a?b=1 of here'],
    ['//a', '//a of here'],
    ['http://there/a?b=1', '/a?b=1 of there'],
    ['HTTPS://There:80/a/%2F', '/a/%2F of There:80'],
    ['http://there', '/ of there'],
    ['http://there?b=http://x', '/?b=http://x of there'],
    ['http://[::1]:80/a', '/a of [::1]:80'],
  ])('%s is a path, and the host that it names counts', async (target, expected) => {
    await answers(`GET ${target} HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n`);
    expect(asked).toEqual([`GET ${expected}`]);
  });

  it('may be * in OPTIONS', async () => {
    await answers('OPTIONS * HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n');
    expect(asked).toEqual(['OPTIONS * of here']);
  });

  it.each(['*', 'ftp://there/a', 'http:///a', 'http://:80/a', 'http://user@there/a', 'http://a:b:c/', 'there:80', 'a'])(
    '%s is malformed',
    async (target) => {
      expect(problemIn(await answers(`GET ${target} HTTP/1.1\r\nHost: here\r\n\r\n`))).toMatchObject({
        code: 'malformed_http',
        status: 400,
      });
      expect(asked).toEqual([]);
    },
  );

  it('and the headers may take up to 128 KiB', async () => {
    const [most, more] = [130_000, 132_000].map((bytes) => `GET /?${'x'.repeat(bytes)} HTTP/1.1\r\nHost: a\r\n\r\n`);
    const { socket, received } = send(most ?? '');
    await until(() => received().endsWith('served') || undefined);
    socket.destroy();
    expect(problemIn(await answers(more ?? ''))).toMatchObject({
      code: 'headers_too_large',
      status: 431,
      detail: expect.stringContaining('131072 bytes'),
    });
  });
});

describe('the headers of a request', () => {
  it.each([
    '',
    ':80',
    'under_score.example',
    'xn--caf-dma.example:8000',
    '127.0.0.1:80',
    '[::1]:8000',
    '[::ffff:1.2.3.4]',
  ])('may name the host %j', async (host) => {
    await answers(`GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    expect(asked).toEqual([`GET / of ${host}`]);
  });

  it('all count, however many they are', async () => {
    await answers(`GET / HTTP/1.1\r\nConnection: close\r\n${'X: y\r\n'.repeat(3_000)}Host: here\r\n\r\n`);
    expect(asked).toEqual(['GET / of here']);
  });
});

describe('a request that is not HTTP as it should be', () => {
  it.each([
    ['no HTTP at all', 'hello\r\n\r\n', 'Invalid method'],
    ['an unknown method', 'BREW / HTTP/1.1\r\nHost: a\r\n\r\n', 'Invalid method'],
    ['a tunnel', 'CONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n', 'only a proxy'],
    ['no host', 'GET / HTTP/1.1\r\n\r\n', 'one Host header'],
    ['a host with a path', 'GET / HTTP/1.1\r\nHost: here/there\r\n\r\n', 'a host and a port'],
    ['a host with a user', 'GET / HTTP/1.1\r\nHost: user@here\r\n\r\n', 'a host and a port'],
    ['two hosts in one header', 'GET / HTTP/1.1\r\nHost: here there\r\n\r\n', 'a host and a port'],
    ['chunks of HTTP/1.0', 'POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 'HTTP/1.0'],
    ['two hosts', `${GET}Host: there\r\n\r\n`, 'one Host header'],
    ['two lengths', `${POST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`, 'Content-Length'],
    ['a wrong length', `${POST}Content-Length: five\r\n\r\n`, 'Content-Length'],
    ['a header without a name', `${GET}: x\r\n\r\n`, 'header'],
  ])('is answered with a problem that says why, and the connection is closed: %s', async (_, text, reason) => {
    expect(problemIn(await answers(text))).toMatchObject({
      code: 'malformed_http',
      status: 400,
      detail: expect.stringContaining(reason),
    });
    expect(asked).toEqual([]);
  });

  it('may be of HTTP/1.0, without a host', async () => {
    expect(await answers('GET /old HTTP/1.0\r\n\r\n')).toContain('served');
    expect(asked).toEqual(['GET /old of nobody']);
  });

  it.each(['gzip, chunked', 'gzip'])(
    'is refused with a transfer coding that Node does not decode: %s',
    async (coding) => {
      const answer = await answers(`${POST}Connection: close\r\nTransfer-Encoding: ${coding}\r\n\r\n0\r\n\r\n`);
      expect(problemIn(answer)).toMatchObject({ code: 'unsupported_transfer', status: 501 });
      expect(asked).toEqual([]);
    },
  );

  it('is refused if it expects anything but 100-continue', async () => {
    const answer = await answers(`${POST}Connection: close\r\nExpect: wonders\r\n\r\n`);
    expect(problemIn(answer)).toMatchObject({ code: 'expectation_failed', status: 417 });
    const continued = await answers(`${POST}Connection: close\r\nExpect: 100-continue\r\nContent-Length: 0\r\n\r\n`);
    expect(continued).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK[^]*served/);
  });

  it('is refused if its chunks have too much beside them', async () => {
    application = (request) => request.resume();
    const text = `${POST}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(20_000)}\r\nab\r\n0\r\n\r\n`;
    expect(problemIn(await answers(text))).toMatchObject({ code: 'request_refused', status: 413 });
  });

  it('is refused if its headers do not come in time', async () => {
    const { socket, received } = send('GET / HTTP/1.1\r\nHost: ');
    const [serverSide] = await once(server, 'connection');
    // As Node does it, which looks every 30 seconds.
    server.emit('clientError', Object.assign(new Error(), { code: 'ERR_HTTP_REQUEST_TIMEOUT' }), serverSide);
    await once(socket, 'end');
    expect(problemIn(received())).toMatchObject({ code: 'request_timeout', status: 408 });
  });

  it('reaches a client that goes on sending', async () => {
    const { socket, received } = send(`${GET}X: ${'x'.repeat(200_000)}`);
    await once(socket, 'end');
    expect(problemIn(received())).toMatchObject({ code: 'headers_too_large' });
    // More than the buffers between client and service can hold.
    socket.end('x'.repeat(1 << 24));
    await once(socket, 'finish');
    expect(socket.errored).toBeNull();
  });
});

describe('a broken request', () => {
  it('after a whole one is answered after that, and once', async () => {
    let response: ServerResponse | undefined;
    application = (_request, given) => (response = given);
    const { socket, received } = send(`${GET}\r\nbroken\r\n\r\n`);
    const first = await until(() => response);
    const [waiting, read] = [first.listenerCount('close'), first.socket?.bytesRead ?? 0];
    socket.write('more');
    await until(() => (first.socket?.bytesRead ?? 0) > read || undefined);
    expect(first.listenerCount('close')).toBe(waiting);
    expect(received()).toBe('');
    first.end('served');
    await once(socket, 'end');
    expect(received()).toMatch(/^HTTP\/1\.1 200 OK[^]*servedHTTP\/1\.1 400 Bad Request[^]*"malformed_http"\}$/);
  });

  it('whose body breaks while it waits is answered at its turn, and reaches no application', async () => {
    let response: ServerResponse | undefined;
    application = (_request, given) => (response = given);
    const { socket, received } = send(`${GET}\r\n${POST}Transfer-Encoding: chunked\r\n\r\nbroken\r\n`);
    const first = await until(() => response);
    const errors = once(server, 'clientError');
    socket.write('more');
    await errors;
    expect(received()).toBe('');
    first.end('served');
    await once(socket, 'end');
    expect(received()).toMatch(/^HTTP\/1\.1 200 OK[^]*servedHTTP\/1\.1 400 Bad Request[^]*"malformed_http"\}$/);
    expect(asked).toEqual(['GET /first of here']);
  });

  it('is not answered in the middle of an answer', async () => {
    application = (_request, response) => response.write('beginning');
    const { socket, received } = send(`${POST}Transfer-Encoding: chunked\r\n\r\n`);
    await until(() => received().includes('beginning') || undefined);
    socket.write('broken\r\n');
    await once(socket, 'end');
    expect(received()).not.toContain('400');
  });

  it('is refused if its body breaks before it is answered, and whoever reads the body gets an error', async () => {
    let outcome: unknown;
    application = (request) => void once(request.resume(), 'end').catch((error: unknown) => (outcome = error));
    const { socket, received } = send(`${POST}Transfer-Encoding: chunked\r\n\r\nbroken\r\n`);
    await once(socket, 'end');
    socket.end();
    expect(problemIn(received())).toMatchObject({ code: 'malformed_http' });
    expect(await until(() => outcome)).toMatchObject({ code: 'ECONNRESET' });
  });

  it('is not mistaken for a tunnel in the middle of an answer', async () => {
    application = (_request, response) => response.write('beginning');
    const { socket, received } = send(`${GET}\r\nCONNECT a:80 HTTP/1.1\r\nHost: a\r\n\r\n`);
    await end(socket);
    expect(received()).not.toContain('400');
  });

  it('of a client that is gone is not answered', async () => {
    application = (request) => request.resume();
    const { socket } = send(`${POST}Content-Length: 5\r\n\r\n`);
    const [serverSide] = (await once(server, 'request')).map((message: IncomingMessage) => message.socket);
    socket.resetAndDestroy();
    await until(() => (serverSide?.destroyed === true ? true : undefined));
    expect(serverSide?.bytesWritten).toBe(0);
  });
});

describe('requests that are sent without waiting for answers', () => {
  let responses: ServerResponse[];

  beforeEach(() => {
    responses = [];
    application = (_request, response) => responses.push(response);
  });

  const numbered = (number: number) => `GET /${number} HTTP/1.1\r\nHost: here\r\n\r\n`;

  it('reach the application one at a time, in order, each once the answer before is out', async () => {
    const { received } = send([0, 1, 2].map(numbered).join('') + 'BREW / HTTP/1.1\r\n\r\n');
    for (const number of [0, 1, 2]) {
      const response = await until(() => responses[number]);
      response.write('begun ');
      await until(() => received().includes(`answer ${number - 1}`) || number === 0 || undefined);
      expect(asked).toEqual([0, 1, 2].slice(0, number + 1).map((each) => `GET /${each} of here`));
      response.end(`answer ${number}`);
    }
    await until(() => received().includes('malformed_http') || undefined);
    expect([...received().matchAll(/answer \d|"code":"\w+"/g)].join()).toBe(
      'answer 0,answer 1,answer 2,"code":"malformed_http"',
    );
  });

  it('wait with their bodies, whether these are announced or not', async () => {
    const post = 'POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n';
    const { received } = send(`${numbered(0)}${post}Expect: 100-continue\r\n\r\nbody${post}\r\nbody`);
    const first = await until(() => responses[0]);
    application = (request, response) => request.on('data', (chunk: Buffer) => response.end(chunk));
    first.end('first');
    await until(() => /first[^]*100 Continue[^]*body[^]*body$/.exec(received()) ?? undefined);
  });

  it('wait with bodies in few pieces, however small the chunks are in which these have come', async () => {
    const BYTES = 10_000;
    const text = `${numbered(0)}${POST}Transfer-Encoding: chunked\r\n\r\n${'1\r\nx\r\n'.repeat(BYTES)}0\r\n\r\n`;
    const { received } = send(text);
    const first = await until(() => responses[0]);
    await until(() => first.socket?.bytesRead === text.length || undefined);
    let pieces = 0;
    let bytes = 0;
    application = (request, response) => {
      request.on('data', (piece: Buffer) => {
        pieces++;
        bytes += piece.length;
      });
      request.once('end', () => response.end(`${bytes} bytes`));
    };
    first.end('first');
    await until(() => received().endsWith(`${BYTES} bytes`) || undefined);
    expect(pieces).toBeLessThan(BYTES / 100);
  });

  it('are all answered if the client then closes its side, and so does the service after the last', async () => {
    const { socket, received } = send([0, 1].map(numbered).join(''));
    const [serverSide] = (await once(server, 'request')).map((message: IncomingMessage) => message.socket);
    socket.end();
    await until(() => serverSide?.readableEnded === true || undefined);
    for (const number of [0, 1]) {
      const response = await until(() => responses[number]);
      response.end(`answer ${number}`);
      await until(() => received().endsWith(`answer ${number}`) || undefined);
    }
    await until(() => socket.closed || undefined);
  });

  it('are given up as soon as an answer is sent to a client that has closed both sides', async () => {
    const { socket } = send([0, 1].map(numbered).join(''));
    const response = await until(() => responses[0]);
    socket.destroy();
    const closed = once(response, 'close');
    while (!response.closed) {
      response.write('more');
      await new Promise(setImmediate);
    }
    await closed;
    expect(asked).toHaveLength(1);
  });

  it('are not begun for a client that is gone', async () => {
    const { socket } = send([0, 1].map(numbered).join(''));
    const response = await until(() => responses[0]);
    socket.resetAndDestroy();
    await once(response, 'close');
    await new Promise(setImmediate);
    expect(asked).toHaveLength(1);
  });

  it.each([
    ['a hundred are waiting', 101, numbered(1)],
    ['their heads are larger than one may be', 2, `GET / HTTP/1.1\r\nHost: here\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`],
    ['they expect something', 101, 'GET / HTTP/1.1\r\nHost: here\r\nExpect: wonders\r\n\r\n'],
  ])('cost the connection if one more comes when %s', async (_, most, text) => {
    const { socket } = send(numbered(0) + text.repeat(most - 1));
    await until(() => responses[0]);
    await new Promise(setImmediate);
    expect(socket.readableEnded).toBe(false);
    socket.write(text);
    await end(socket);
  });
});

describe('a client that is answered before it has sent everything', () => {
  const ZEROS = Buffer.alloc(1 << 24);

  it.each([
    ['and wants the connection closed', 'HTTP/1.1', 'Connection: close\r\n'],
    ['and keeps the connection', 'HTTP/1.1', ''],
    ['by HTTP/1.0', 'HTTP/1.0', ''],
  ])('gets the answer even if it reads last: %s', async (_, version, headers) => {
    const { socket, received } = send('');
    socket.pause();
    const head = `POST / ${version}\r\nHost: here\r\n${headers}Content-Length: ${ZEROS.length}\r\n\r\n`;
    await new Promise((resolve) => socket.write(Buffer.concat([Buffer.from(head), ZEROS]), resolve));
    socket.resume();
    await until(() => received().endsWith('served') || undefined);
  });

  it('may have sent more requests than are answered', async () => {
    const { socket, received } = send('');
    socket.pause();
    await new Promise((resolve) => {
      socket.write(`${GET}Connection: close\r\n\r\n${`${GET}\r\n`.repeat(50)}`, resolve);
    });
    await until(() => asked[0]);
    socket.resume();
    await once(socket, 'end');
    expect(received()).toMatch(/served$/);
    expect(asked).toHaveLength(1);
  });
});

describe('a silent client', () => {
  /** The timers of all but the watches of connections are real. */
  const REAL_TIMERS = [
    ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
    ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
  ];

  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: REAL_TIMERS });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  /** Lets time pass, in which nothing happens. */
  async function pass(seconds: number): Promise<void> {
    for (let each = 0; each < seconds; each++) {
      jest.advanceTimersByTime(1000);
      await new Promise(setImmediate);
    }
  }

  async function closed(socket: Socket): Promise<boolean> {
    // What happened at the other end becomes known within a few turns.
    for (let each = 0; each < 50; each++) await new Promise(setImmediate);
    return socket.closed || socket.readableEnded;
  }

  it('that takes nothing of its answer for a minute is cut, and who makes the answer learns it', async () => {
    let response: ServerResponse | undefined;
    application = (_request, given) => {
      response = given;
      // More than the buffers between client and service can hold.
      response.write(Buffer.alloc(1 << 25));
    };
    const { socket } = send(`${GET}\r\n`);
    socket.pause();
    await until(() => response);
    await pass(59);
    expect(response?.closed).toBe(false);
    await pass(18);
    expect(response?.closed).toBe(true);
  });

  it('is not cut if its answer takes a while, or if it takes it slowly', async () => {
    let response: ServerResponse | undefined;
    application = (_request, given) => (response = given);
    const { socket, received } = send(`${GET}\r\n`);
    await until(() => response);
    await pass(600);
    let wanted = 0;
    socket.pause().on('data', () => received().length < wanted || socket.pause());
    response?.write(Buffer.alloc(1 << 26));
    for (let each = 0; each < 8; each++) {
      await pass(50);
      // As much as the system needs to let more in.
      wanted += 1 << 22;
      socket.resume();
      await until(() => socket.isPaused() || undefined);
    }
    expect(response?.closed).toBe(false);
  });

  it.each([
    ['in the middle of a body that nobody wanted', `${POST}Content-Length: 10\r\n\r\nhalf`],
    [
      'in the middle of one after which the connection was to be closed',
      `${POST}Connection: close\r\nContent-Length: 10\r\n\r\nhalf`,
    ],
    ['without closing its side of a connection that was to be closed', `${GET}Connection: close\r\n\r\n`],
  ])('is answered, and cut after half a minute, %s', async (_, text) => {
    server.keepAliveTimeout = 0;
    const { socket, received } = send(text);
    const serverSide = await new Promise<Socket>((resolve) => server.once('connection', resolve));
    await until(() => received().endsWith('served') || undefined);
    await pass(29);
    expect(serverSide.destroyed).toBe(false);
    await pass(9);
    expect(serverSide.destroyed).toBe(true);
    expect(await closed(socket)).toBe(true);
  });

  it('is not silent as long as it sends the rest of its body', async () => {
    const { socket, received } = send(`${POST}Content-Length: 1000000\r\n\r\n`);
    const serverSide = await new Promise<Socket>((resolve) => server.once('connection', resolve));
    await until(() => received().endsWith('served') || undefined);
    for (let each = 0; each < 10; each++) {
      await pass(25);
      socket.write(Buffer.alloc(70_000));
      await until(() => serverSide.bytesRead > (each + 1) * 70_000 || undefined);
    }
    expect(serverSide.destroyed).toBe(false);
    for (let each = 0; each < 38; each++) {
      const before = serverSide.bytesRead;
      socket.write('x');
      await until(() => serverSide.bytesRead > before || serverSide.destroyed || undefined);
      await pass(1);
    }
    expect(await closed(socket)).toBe(true);
  });

  it('that asks nothing is cut, though it sends empty lines', async () => {
    const { socket, received } = send(`${GET}\r\n`);
    await until(() => received().endsWith('served') || undefined);
    for (let each = 0; each < 89; each++) {
      socket.write('\r\n');
      await pass(1);
    }
    expect(await closed(socket)).toBe(false);
    await pass(25);
    expect(await closed(socket)).toBe(true);
  });
});
