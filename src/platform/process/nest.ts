import type { DynamicModule, INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { within } from '../../common/deadline';
import type { Settings } from '../config/settings';

/** Log lines wait until the logger is there; an error while Nest starts is thrown instead of ending the process. */
export const NEST_OPTIONS = { bufferLogs: true, abortOnError: false } as const;

/** Makes an application log through pino, and returns that logger. */
export function useLogger(app: INestApplicationContext): Logger {
  const logger = app.get(Logger);
  app.useLogger(logger);
  return logger;
}

/** Milliseconds that an application which could not start may take to close: what it waits for may be away, too. */
const CLOSE_PATIENCE = 5_000;

/**
 * Takes a step of an application's start; if it fails, closes what the application has opened: the next try opens its own. What takes
 * longer to close is closed behind it.
 */
export async function orClose(app: INestApplicationContext, step: () => Promise<unknown>): Promise<void> {
  try {
    await step();
  } catch (error) {
    await within(CLOSE_PATIENCE, app.close()).catch(() => undefined);
    throw error;
  }
}

/** Starts a worker or a consumer, which serves nothing but probes, and those only if METRICS_PORT is set; returns what stops it. */
export async function startWithProbes(
  module: DynamicModule,
  { HOST, METRICS_PORT: port }: Pick<Settings, 'HOST' | 'METRICS_PORT'>,
): Promise<() => Promise<void>> {
  if (port === undefined) {
    const app = await NestFactory.createApplicationContext(module, NEST_OPTIONS);
    useLogger(app);
    return () => app.close();
  }
  const app = await NestFactory.create(module, { ...NEST_OPTIONS, bodyParser: false });
  const logger = useLogger(app);
  await orClose(app, () => app.listen(port, HOST));
  logger.log({ msg: `metrics at ${await app.getUrl()}/metrics` }, 'Main');
  return () => app.close();
}
