import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module';
import { processSettings } from './config/settings';
import { migrate } from './database/migrate';
import { DrainingAdapter } from './draining-adapter';
import { startServices } from './embedded-services';
import { configureHttp } from './http';
import { runProcess } from './process';
import { WorkerProcesses } from './worker-processes';

/** The HTTP process, with its workers beside it. */
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
    const workers = new WorkerProcesses(settings.REPORT_WORKERS, (reason) => {
      logger.warn(reason, 'Workers');
    });
    workers.start();
    const url = await app.getUrl();
    logger.log({ msg: `listening at ${url}, documentation at ${url}/docs`, url }, 'Main');
    return {
      finish: async () => {
        await Promise.all([workers.stop(), app.close()]);
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
