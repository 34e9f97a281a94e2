import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { ConsumerModule } from './app.module';
import { processSettings } from './platform/config/settings';
import { migrate } from './platform/database/migrate';
import { startDatabase } from './platform/embedded/embedded-services';
import { runProcess } from './platform/process/run-process';

/** A process that takes observations from Kafka: as many as the topic has partitions, on as many machines as wanted. */
async function start() {
  const given = processSettings();
  if (!given.KAFKA_BROKERS) throw new Error('There is no Kafka to take observations from: set KAFKA_BROKERS.');
  const services = await startDatabase(given);
  const { settings } = services;
  try {
    await migrate(settings.DATABASE_URL);
    const app = await NestFactory.createApplicationContext(ConsumerModule.with(settings), {
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
