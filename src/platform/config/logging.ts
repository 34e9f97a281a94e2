import type { Params } from 'nestjs-pino';
import type { Settings } from './settings';

/** One JSON object a line on standard output. Headers and the addresses of clients stay out of it. */
export function loggerOptions(settings: Pick<Settings, 'LOG_LEVEL'>): Params {
  return {
    pinoHttp: {
      level: settings.LOG_LEVEL,
      redact: { paths: ['req.headers', 'res.headers', 'req.remoteAddress', 'req.remotePort'], remove: true },
      // Probes come every few seconds and say nothing new.
      autoLogging: { ignore: (request) => request.url?.startsWith('/health') ?? false },
    },
  };
}
