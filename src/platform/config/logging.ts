import type { Params } from 'nestjs-pino';
import { stdSerializers } from 'pino';
import { redacted } from './redacted';
import type { Settings } from './settings';

/** What says what has happened. Clients also keep in an error what they sent, such as the password for Redis. */
const FIELDS = ['type', 'message', 'stack', 'code', 'detail', 'hint', 'where', 'table', 'constraint', 'query'] as const;

/** One JSON object per line on standard output, without headers, client addresses, passwords and keys. */
export function loggerOptions(settings: Pick<Settings, 'LOG_LEVEL'>): Params {
  return {
    pinoHttp: {
      level: settings.LOG_LEVEL,
      redact: { paths: ['req.headers', 'res.headers', 'req.remoteAddress', 'req.remotePort'], remove: true },
      serializers: { err: serializedError, req: serializedRequest },
      hooks: { streamWrite: redacted },
      // Probes and scrapes come every few seconds and would drown the rest.
      autoLogging: { ignore: (request) => /^\/(health|metrics)/.test(request.url ?? '') },
    },
  };
}

/** What pino has of a request. */
interface LoggedRequest {
  readonly url: string;
  readonly query: unknown;
}

/** Without the code that an OpenID provider sends a browser back with. */
function serializedRequest(request: LoggedRequest): LoggedRequest {
  const path = request.url.replace(/\?.*/, '');
  return path.startsWith('/session/') ? { ...request, url: path, query: undefined } : request;
}

/** @param error as it was thrown or, within a request, as pino has serialized it */
function serializedError(error: Error & { readonly raw?: Error }): object {
  return essentials(stdSerializers.err(error.raw ?? error));
}

function essentials(error: Readonly<Record<string, unknown>>): object {
  const { aggregateErrors: several } = error;
  return {
    ...Object.fromEntries(FIELDS.map((field) => [field, error[field]])),
    ...(Array.isArray(several) && { aggregateErrors: several.map(essentials) }),
  };
}
