import { type IncomingMessage, type OutgoingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { codeOf } from '../../common/error-code';
import type { Settings } from '../../platform/config/settings';
import { messageOf } from '../command';

/**
 * Calls of the service over HTTP. Not by `fetch`, which gives up on an answer after five minutes: that of a large import
 * may take longer.
 */

/** What a call has beyond its address. */
export interface Call {
  readonly method?: 'GET' | 'POST';
  readonly headers?: OutgoingHttpHeaders;
  /** Sent as fast as the service takes it. */
  readonly body?: Readable;
  readonly signal?: AbortSignal;
}

/** The service answered, but not as wished. */
export class ErrorAnswer extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

/** The address at which a service with these settings is reached from this machine. */
export function addressOf({ HOST, PORT }: Pick<Settings, 'HOST' | 'PORT'>): URL {
  // These two stand for every address of the machine.
  const host = HOST === '0.0.0.0' ? '127.0.0.1' : HOST === '::' ? '::1' : HOST;
  return new URL(`http://${host.includes(':') ? `[${host}]` : host}:${PORT}/`);
}

/**
 * Calls the service; its answer is there as soon as its headers are.
 * @throws ErrorAnswer in the service's own words if it refuses; Error in one sentence if there is no answer.
 */
export async function call(url: URL, options: Call = {}): Promise<IncomingMessage> {
  let answer: IncomingMessage;
  try {
    answer = await send(url, options);
  } catch (error) {
    options.signal?.throwIfAborted();
    throw new Error(whyNoAnswer(error, url.origin), { cause: error });
  }
  const status = answer.statusCode ?? 0;
  if (status >= 200 && status < 300) return answer;
  throw new ErrorAnswer(status, await problemIn(answer, url));
}

/** The body of an answer in JSON. */
export async function json<T>(answer: IncomingMessage, schema: z.ZodType<T>): Promise<T> {
  const parsed = schema.safeParse(parseJson(await text(answer)));
  if (parsed.success) return parsed.data;
  throw new Error('The answer is not one that the service gives: is the address right?');
}

function send(url: URL, { method = 'GET', headers, body, signal }: Call): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const start = url.protocol === 'https:' ? requestHttps : requestHttp;
    const request = start(url, { method, headers, signal });
    request.on('error', reject);
    request.once('response', (answer) => {
      if (body && !body.readableEnded) {
        // An answer that does not wait for all of the body is a refusal. To go on sending could cost us the answer: it is
        // lost when the service closes the connection while we write to it.
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

function whyNoAnswer(error: unknown, origin: string): string {
  const code = codeOf(error);
  switch (code) {
    case 'ECONNREFUSED':
      return `Nothing answers at ${origin}: is the service running?`;
    case 'ECONNRESET':
    case 'EPIPE':
      return `The connection to ${origin} broke off before there was an answer (${code}); it is safe to try again.`;
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
