import { type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { timedOut } from '../../common/deadline';
import { codeOf, messageOf } from '../../common/error-code';
import type { Settings } from '../../platform/config/settings';

/**
 * Calls the service over HTTP. Not with `fetch`, which times out after five minutes: a large import may take longer.
 */

/** Milliseconds that the connection may be silent: longer than an import waits for its turn, and is then written. */
const SILENCE = 3_600_000;
/** Milliseconds of silence after which the system asks whether the other machine is still there. */
const KEEP_ALIVE = 30_000;

/** The options of a call. */
export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: OutgoingHttpHeaders;
  /** The API key; undefined where none is needed. */
  readonly key?: string | undefined;
  /** Streamed as fast as the service reads it. */
  readonly body?: Readable;
  readonly signal?: AbortSignal;
}

/** The service answered with an error. */
export class ErrorAnswer extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The URL at which this machine reaches a service with these settings. */
export function addressOf({ HOST, PORT }: Pick<Settings, 'HOST' | 'PORT'>): URL {
  // These two mean all addresses of the machine.
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${PORT}/`);
}

/**
 * Calls the service; returns as soon as the headers of its answer have arrived.
 * @throws ErrorAnswer with the service's own message if it answers with an error; Error with one sentence if it does not
 *   answer
 */
export async function call(url: URL, options: Call = {}): Promise<IncomingMessage> {
  let answer: IncomingMessage;
  try {
    answer = await send(url, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(explainNoAnswer(error, url.origin), { cause: error });
  }
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return answer;
  throw new ErrorAnswer(status, await problemIn(answer, url));
}

/**
 * The JSON body of an answer.
 * @throws Error if it does not match the schema
 */
export async function json<T>(answer: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await text(answer)));
  if (parsed.success) return parsed.data;
  throw new Error('The answer does not come from this service: is the address right?');
}

function send(url: URL, { method = 'GET', headers = {}, key, body, signal }: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const authorization = key === undefined ? {} : { Authorization: `Bearer ${key}` };
    const request = start(url, { method, headers: { ...headers, ...authorization }, signal });
    request.on('error', reject);
    request.setSocketKeepAlive(true, KEEP_ALIVE);
    request.setTimeout(SILENCE, () => request.destroy(timedOut('it has been silent for an hour')));
    request.once('response', (answer) => {
      if (body && !body.readableEnded) {
        // The service refuses the request if it answers before it has read the whole body. Stop sending: if it closed the
        // connection while we write, the answer would be lost.
        body.unpipe(request).destroy();
        answer.once('end', () => request.destroy());
      }
      resolve(answer);
    });
    if (!body) {
      request.end();
      return;
    }
    body.once('error', (error) => request.destroy(error)).pipe(request);
  });
}

function explainNoAnswer(error: unknown, origin: string): string {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${origin}: is the service running?`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to ${origin} broke off before there was an answer (${code}). It is safe to try again.`;
    default:
      return `No answer from ${origin}: ${messageOf(error)}.`;
  }
}

const problem = z.object({ detail: z.string() });

async function problemIn(answer: IncomingMessage, url: URL): Promise<string> {
  const parsed = problem.safeParse(parseJson(await text(answer)));
  if (parsed.success) return parsed.data.detail;
  const status = `${answer.statusCode ?? ''} ${answer.statusMessage ?? ''}`.trim();
  return `${url.href} answers ${status}: is this the service?`;
}

function parseJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
