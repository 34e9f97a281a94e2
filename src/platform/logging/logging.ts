import type { Params } from 'nestjs-pino';
import { type DestinationStream, type LoggerOptions, pino, stdSerializers } from 'pino';
import { prettyFactory } from 'pino-pretty';
import { redacted } from '../config/redacted';
import type { Settings } from '../config/settings';
import { logFields } from './log-fields';

/** What says what has happened. Clients also keep in an error what they sent, such as the password for Redis. */
const FIELDS = ['type', 'message', 'stack', 'code', 'detail', 'hint', 'where', 'table', 'constraint', 'query'] as const;

/** The parts of Nest that list every module and route when a process starts. */
const ASSEMBLY = new Set<unknown>([
  'NestFactory',
  'InstanceLoader',
  'RoutesResolver',
  'RouterExplorer',
  'NestApplication',
]);

const INFO = pino.levels.values.info;

/** Makes pino the logger of Nest. Requests are logged by `api/http/requests/request-log.ts`, which sees those that Nest's middleware does not. */
export function loggerParams(settings: Pick<Settings, 'LOG_LEVEL'>): Params {
  const output = pino.destination(1);
  const logger = pino(loggerOptions(settings), process.stdout.isTTY ? forPeople(output, true) : output);
  return { pinoHttp: { logger }, useExisting: true, forRoutes: [] };
}

/** One JSON object per line, without passwords and keys, with the fields of the work in progress. */
export function loggerOptions(settings: Pick<Settings, 'LOG_LEVEL'>): LoggerOptions {
  return {
    level: settings.LOG_LEVEL,
    // A copy, as pino adds to it.
    mixin: () => ({ ...logFields() }),
    serializers: { err: serializedError },
    hooks: {
      streamWrite: redacted,
      logMethod(args, method, level) {
        const log = level === INFO && isOfAssembly(args[0]) ? this.debug : method;
        log.apply(this, args);
      },
    },
  };
}

/** Makes lines of JSON short and readable for somebody who looks at a terminal. */
export function forPeople(terminal: DestinationStream, colorize: boolean): DestinationStream {
  const prettify = prettyFactory({
    colorize,
    singleLine: true,
    translateTime: 'SYS:HH:MM:ss',
    messageFormat: '{context}: {msg}',
    ignore: 'pid,hostname,context,req,res,responseTime,request_id,trace_id,span_id,url',
  });
  return {
    write: (line) => {
      terminal.write(prettify(line));
    },
  };
}

function isOfAssembly(fields: unknown): boolean {
  return typeof fields === 'object' && fields !== null && 'context' in fields && ASSEMBLY.has(fields.context);
}

function serializedError(error: Error): object {
  return essentials(stdSerializers.err(error));
}

function essentials(error: Readonly<Record<string, unknown>>): object {
  const { aggregateErrors: several } = error;
  return {
    ...Object.fromEntries(FIELDS.map((field) => [field, error[field]])),
    ...(Array.isArray(several) && { aggregateErrors: several.map(essentials) }),
  };
}
