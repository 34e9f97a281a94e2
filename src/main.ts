import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { ChildProcesses } from './platform/process/child-processes';
import { processSettings } from './platform/config/settings';
import { migrate } from './platform/database/migrate';
import { DrainingAdapter } from './api/http/draining-adapter';
import { startServices } from './platform/embedded/embedded-services';
import { configureHttp } from './api/http/configure-http';
import { runProcess } from './platform/process/run-process';

/** The HTTP process, with its workers beside it, and a consumer where there is a Kafka. */
async function start() {
  const services = await startServices(processSettings());
  const { settings } = services;
  try {
    await migrate(settings.DATABASE_URL);
    const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), new DrainingAdapter(), {
      bodyParser: false,
      bufferLogs: true,
      abortOnError: false,
    });
    const logger = app.get(Logger);
    app.useLogger(logger);
    configureHttp(app);
    await app.listen(settings.PORT, settings.HOST);
    const onEnd = (reason: string) => {
      logger.warn(reason, 'Processes');
    };
    const children = [
      new ChildProcesses('worker', settings.REPORT_WORKERS, onEnd),
      new ChildProcesses('consumer', settings.KAFKA_BROKERS ? 1 : 0, onEnd),
    ];
    for (const some of children) some.start();
    const url = await app.getUrl();
    logger.log({ msg: `listening at ${url}, documentation at ${url}/docs`, url }, 'Main');
    return {
      finish: async () => {
        await Promise.all([...children.map((some) => some.stop()), app.close()]);
      },
      leave: () => services.stop(),
      grace: settings.SHUTDOWN_GRACE,
    };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

void runProcess(start);
