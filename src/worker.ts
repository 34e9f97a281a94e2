import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { WorkerModule } from './app.module';
import { processSettings } from './platform/config/settings';
import { migrate } from './platform/database/migrate';
import { startServices } from './platform/embedded/embedded-services';
import { runProcess } from './platform/process/run-process';

/** A process of workers alone: as many as wanted, on as many machines as wanted. */
async function start() {
  const services = await startServices(processSettings());
  const { settings } = services;
  try {
    await migrate(settings.DATABASE_URL);
    const app = await NestFactory.createApplicationContext(WorkerModule.with(settings), {
      bufferLogs: true,
      abortOnError: false,
    });
    app.useLogger(app.get(Logger));
    return { finish: () => app.close(), leave: () => services.stop(), grace: settings.SHUTDOWN_GRACE };
  } catch (error) {
    await services.stop();
    throw error;
  }
}

void runProcess(start);
