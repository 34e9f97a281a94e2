import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { until } from '../../../../test/support/service';
import { CodedError } from '../../../common/coded-error';
import { newServer } from '../server/new-server';
import { BodyMemory } from './body-memory';
import { wholeBody } from './json-body';
import { type BodyLimits, requestBody } from './request-body';

const LIMITS: BodyLimits = { maxBytes: 1000, idleTimeout: 0, timeLimit: 0, memory: new BodyMemory(Infinity) };
const IDLE = 1000;
/** How many timers the server itself has for a connection. */
const CONNECTION_TIMERS = 3;
const REAL_TIMERS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] as const),
];

/** What became of a body: its text, or the code of the error. */
type Outcome = { readonly body: string } | { readonly code: unknown };

let server: Server;
let read: (message: IncomingMessage, response: ServerResponse) => Promise<string>;
let limits: BodyLimits;
let outcomes: Outcome[];
let requests: ClientRequest[];

beforeEach(async () => {
  limits = LIMITS;
  read = whole;
  outcomes = [];
  requests = [];
  server = newServer((message, response) => {
    void read(message, response)
      .then(
        (body): Outcome => ({ body }),
        (error: unknown): Outcome => ({ code: error instanceof CodedError ? error.code : error }),
      )
      .then((outcome) => {
        outcomes.push(outcome);
        response.end(JSON.stringify(outcome));
      });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterEach(async () => {
  for (const sent of requests) sent.destroy();
  server.closeAllConnections();
  server.close();
  await once(server, 'close');
});

async function whole(message: IncomingMessage, response: ServerResponse): Promise<string> {
  return (await wholeBody(message, response, limits)).toString();
}

/** The first character: the rest of the body is of no interest. */
async function beginning(message: IncomingMessage, response: ServerResponse): Promise<string> {
  for await (const chunk of requestBody(message, response, limits)) return chunk.toString('latin1', 0, 1);
  return '';
}

function begin(headers: Record<string, string> = {}): ClientRequest {
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const begun = request({ host: '127.0.0.1', port, method: 'POST', headers });
  begun.on('error', () => undefined);
  requests.push(begun);
  return begun;
}

/** Sends a whole body; returns the answer. */
async function send(body: string | Buffer, encoding?: string): Promise<unknown> {
  const sent = begin(encoding === undefined ? {} : { 'content-encoding': encoding });
  sent.end(body);
  return answerTo(sent);
}

async function answerTo(sent: ClientRequest): Promise<unknown> {
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    sent.once('response', resolve);
    sent.once('error', reject);
  });
  let text = '';
  for await (const chunk of answer) text += String(chunk);
  return JSON.parse(text);
}

async function outcome(): Promise<Outcome> {
  return until(() => outcomes[0]);
}

describe('the body of a request', () => {
  it('is yielded as it is, or unzipped', async () => {
    expect(await send('')).toEqual({ body: '' });
    expect(await send('plain')).toEqual({ body: 'plain' });
    expect(await send('plain', 'identity')).toEqual({ body: 'plain' });
    expect(await send(gzipSync('zipped'), 'gzip')).toEqual({ body: 'zipped' });
    for (const encoding of ['GZIP', 'x-gzip', 'X-GZip', 'gzip, identity', 'identity,gzip', ', x-gzip ,']) {
      expect(await send(gzipSync('zipped'), encoding)).toEqual({ body: 'zipped' });
    }
    for (const encoding of ['', ',', 'Identity, identity']) {
      expect(await send('plain', encoding)).toEqual({ body: 'plain' });
    }
  });

  it('may be nothing, in any encoding, also in chunks', async () => {
    for (const encoding of ['identity', 'gzip', 'x-gzip']) {
      expect(await send('', encoding)).toEqual({ body: '' });
      const chunked = begin({ 'transfer-encoding': 'chunked', 'content-encoding': encoding });
      chunked.end();
      expect(await answerTo(chunked)).toEqual({ body: '' });
    }
  });

  it.each(['br', 'deflate', 'gzip, gzip', 'gzip, x-gzip', 'gzip, br', 'gzip;q=1', 'x-gzipped'])(
    'in the encoding "%s" is refused',
    async (encoding) => {
      expect(await send('x', encoding)).toEqual({ code: 'unsupported_encoding' });
    },
  );

  it('may be as large as the limit, and not larger, after decompression', async () => {
    for (const length of [999, 1000, 1001]) {
      const body = 'x'.repeat(length);
      const expected = length > 1000 ? { code: 'body_too_large' } : { body };
      expect(await send(body)).toEqual(expected);
      expect(await send(gzipSync(body), 'gzip')).toEqual(expected);
    }
    limits = { ...LIMITS, maxBytes: 1 << 20 };
    expect(await send('x'.repeat((1 << 20) + 1))).toEqual({ code: 'body_too_large' });
    expect(await send(gzipSync('x'.repeat((1 << 20) + 1)), 'gzip')).toEqual({ code: 'body_too_large' });
  });

  it('that is no gzip, or is cut, is malformed', async () => {
    const zipped = gzipSync('x'.repeat(500));
    expect(await send('plain', 'gzip')).toEqual({ code: 'malformed_gzip' });
    expect(await send(zipped.subarray(0, -9), 'gzip')).toEqual({ code: 'malformed_gzip' });
  });

  it.each([
    ['identity', 'while it is read'],
    ['identity', 'before it is read'],
    ['gzip', 'while it is read'],
    ['gzip', 'before it is read'],
  ])('ends with its client, if that disconnects (%s, %s)', async (encoding, when) => {
    read = async (message, response) => {
      if (when === 'before it is read') await until(() => message.closed || undefined);
      return whole(message, response);
    };
    const sent = begin({ 'content-length': '1000', 'content-encoding': encoding });
    sent.write(encoding === 'gzip' ? gzipSync('x'.repeat(100)).subarray(0, 15) : 'x');
    await once(server, 'request');
    sent.destroy();
    expect(await outcome()).toEqual({ code: 'client_gone' });
  });

  it.each(['identity', 'gzip', 'br'])(
    'is read to its end even if the answer is known before (%s)',
    async (encoding) => {
      let received: IncomingMessage | undefined;
      read = (message, response) => {
        received = message;
        return beginning(message, response);
      };
      limits = { ...LIMITS, maxBytes: 1 << 20 };
      const sent = begin({ 'content-encoding': encoding });
      // More than the buffers between client and service can hold.
      sent.end(
        encoding === 'gzip' ? Buffer.concat([gzipSync('y'), Buffer.alloc(1 << 24)]) : Buffer.alloc(1 << 24, 'y'),
      );
      expect(await answerTo(sent)).toEqual(encoding === 'br' ? { code: 'unsupported_encoding' } : { body: 'y' });
      // Long before a client is cut off that does not get on.
      await until(() => received?.complete === true || undefined, 10_000);
    },
  );
});

describe('a body in chunks of one byte', () => {
  const BYTES = 20_000;

  it.each(['identity', 'gzip'])('is yielded in few pieces, however many come at once (%s)', async (encoding) => {
    limits = { ...LIMITS, maxBytes: BYTES };
    let pieces = 0;
    read = async (message, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of requestBody(message, response, limits)) chunks.push(chunk);
      pieces = chunks.length;
      return String(Buffer.concat(chunks).length);
    };
    const body = Buffer.alloc(BYTES, 'x');
    const sent = begin({ 'content-encoding': encoding, 'transfer-encoding': 'chunked' });
    sent.cork();
    // Not compressed, so that as many bytes are sent.
    for (const byte of encoding === 'gzip' ? gzipSync(body, { level: 0 }) : body) sent.write(Buffer.of(byte));
    sent.uncork();
    sent.end();
    expect(await answerTo(sent)).toEqual({ body: String(BYTES) });
    expect(pieces).toBeLessThan(BYTES / 100);
  });
});

describe('the memory of bodies', () => {
  it('is bounded for all together, and free again once they are answered or their clients are gone', async () => {
    limits = { ...LIMITS, memory: new BodyMemory(2999) };
    const begun = Array.from({ length: 3 }, () => {
      const sent = begin({ 'content-length': '1000' });
      sent.write('x');
      return { sent, answer: answerTo(sent).catch(() => 'none') };
    });
    const refused = await Promise.race(begun.map(async (each) => ({ ...each, answer: await each.answer })));
    expect(refused.answer).toEqual({ code: 'too_busy' });
    const [first, second] = begun.filter(({ sent }) => sent !== refused.sent);
    first?.sent.end('x'.repeat(999));
    expect(await first?.answer).toEqual({ body: 'x'.repeat(1000) });
    second?.sent.destroy();
    await until(() => outcomes.find((each) => 'code' in each && each.code === 'client_gone'));
    limits = { ...limits, maxBytes: 2999 };
    expect(await send('x'.repeat(2999))).toEqual({ body: 'x'.repeat(2999) });
    expect(await send(gzipSync('zipped'), 'gzip')).toEqual({ code: 'too_busy' });
  });

  it('grows with a body, and no further than its limit', async () => {
    limits = { ...LIMITS, maxBytes: 10_000, memory: new BodyMemory(10_000) };
    expect(await send('x'.repeat(10_000))).toEqual({ body: 'x'.repeat(10_000) });
    expect(await send('x'.repeat(10_001))).toEqual({ code: 'body_too_large' });
  });
});

describe('a client that sends slowly', () => {
  it.each(['identity', 'gzip'])('is given up once its whole body takes longer than it may (%s)', async (encoding) => {
    limits = { ...LIMITS, idleTimeout: 60_000, timeLimit: 200 };
    const sent = begin({ 'content-encoding': encoding });
    const answer = answerTo(sent);
    const bytes = gzipSync('x'.repeat(1000)).values();
    const trickle = setInterval(() => sent.write(Buffer.of(bytes.next().value ?? 0)), 20);
    try {
      expect(await answer).toEqual({ code: 'upload_stalled' });
    } finally {
      clearInterval(trickle);
    }
  });
});

describe('a client that sends nothing', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: REAL_TIMERS });
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it.each(['identity', 'gzip'])('is given up once that takes longer than it may (%s)', async (encoding) => {
    limits = { ...LIMITS, idleTimeout: IDLE };
    const sent = begin({ 'content-length': '1000', 'content-encoding': encoding });
    sent.write(encoding === 'gzip' ? gzipSync('x').subarray(0, 5) : 'x');
    await turnsUntil(() => jest.getTimerCount() > CONNECTION_TIMERS);
    jest.advanceTimersByTime(IDLE - 1);
    await turn();
    expect(outcomes).toEqual([]);
    jest.advanceTimersByTime(IDLE / 2);
    expect(await answerTo(sent)).toEqual({ code: 'upload_stalled' });
  });

  it('has all the time it wants without a limit', async () => {
    const sent = begin();
    sent.write('slow');
    await once(server, 'request');
    jest.advanceTimersByTime(24 * 3_600_000);
    sent.end('ly');
    expect(await answerTo(sent)).toEqual({ body: 'slowly' });
  });

  it('is not to blame for the time that its body is not read', async () => {
    limits = { ...LIMITS, idleTimeout: IDLE };
    const pass = async () => {
      for (let time = 0; time < 3; time++) {
        jest.advanceTimersByTime(IDLE);
        await turn();
      }
    };
    const halves: ClientRequest[] = [];
    read = async (message, response) => {
      let text = '';
      for await (const chunk of requestBody(message, response, limits)) {
        text += chunk.toString();
        await pass();
        if (text === 'whole') halves[0]?.end('whole');
      }
      // Such as the turn of an import to be written.
      await pass();
      return text;
    };
    for (const encoding of ['identity', 'gzip']) {
      expect(await send(encoding === 'gzip' ? gzipSync('whole') : 'whole', encoding)).toEqual({ body: 'whole' });
    }
    const half = begin({ 'content-length': '10' });
    halves.push(half);
    half.write('whole');
    expect(await answerTo(half)).toEqual({ body: 'wholewhole' });
  });

  it.each([
    ['alive as long as 16 KiB come each time, even if they yield nothing yet', { body: 'yielded in the end' }],
    ['given up once they only trickle, even if those before yielded nothing', { code: 'upload_stalled' }],
  ])('is %s', async (_what, expected) => {
    limits = { ...LIMITS, idleTimeout: IDLE };
    let socket: Socket | undefined;
    read = async (message, response) => {
      ({ socket } = message);
      return whole(message, response);
    };
    const zipped = gzipSync('yielded in the end');
    const sent = begin({ 'content-encoding': 'gzip' });
    const pause = async () => {
      for (let each = 0; each < 20; each++) await turn();
      jest.advanceTimersByTime(IDLE * 0.9);
    };
    const sendThenPause = async (bytes: Buffer) => {
      const before = socket?.bytesRead ?? 0;
      sent.write(bytes);
      await turnsUntil(() => (socket?.bytesRead ?? 0) >= before + bytes.length);
      await pause();
    };
    // The header, with a name (RFC 1952, section 2.3): it yields nothing, however long it is.
    await sendThenPause(Buffer.concat([zipped.subarray(0, 3), Buffer.of(8), zipped.subarray(4, 10)]));
    for (let each = 0; each < 5; each++) await sendThenPause(Buffer.alloc(16 * 1024, 'x'));
    expect(outcomes).toEqual([]);
    if ('body' in expected) {
      sent.end(Buffer.concat([Buffer.of(0), zipped.subarray(10)]));
    } else {
      // Time in which what came is still being unzipped does not count.
      for (let each = 0; each < 1000 && outcomes.length === 0; each++) {
        sent.write(Buffer.of(0x78));
        await pause();
      }
    }
    await turnsUntil(() => outcomes.length > 0);
    expect(outcomes).toEqual([expected]);
  });

  it('leaves no timer behind once its body has ended', async () => {
    limits = { ...LIMITS, idleTimeout: IDLE };
    for (const each of [whole, beginning]) {
      read = each;
      const sent = begin({ 'content-length': '6', connection: 'close' });
      sent.write('xyz');
      await turnsUntil(() => jest.getTimerCount() > CONNECTION_TIMERS);
      sent.end('xyz');
      await answerTo(sent);
      await turnsUntil(() => jest.getTimerCount() === 0);
    }
  });
});

/** Lets the event loop turn until a condition holds, while timers stand still. */
async function turnsUntil(condition: () => boolean): Promise<void> {
  const deadline = performance.now() + 30_000;
  while (!condition()) {
    if (performance.now() > deadline) throw new Error(`in vain: ${condition.toString()}`);
    await turn();
  }
}
