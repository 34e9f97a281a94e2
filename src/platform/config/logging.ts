import type { Params } from 'nestjs-pino';
import type { Settings } from './settings';

/** One JSON object per line on standard output, without headers and client addresses. */
export function loggerOptions(settings: Pick<Settings, 'LOG_LEVEL'>): Params {
  return {
    pinoHttp: {
      level: settings.LOG_LEVEL,
      redact: { paths: ['req.headers', 'res.headers', 'req.remoteAddress', 'req.remotePort'], remove: true },
      // Probes come every few seconds and would drown the rest.
      autoLogging: { ignore: (request) => request.url?.startsWith('/health') ?? false },
    },
  };
}
