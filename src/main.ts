import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { configureHttp } from './api/http/configure-http';
import { builtApi } from './api/http/openapi';
import { DrainingAdapter } from './api/http/server/draining-adapter';
import { AppModule } from './app.module';
import { startServices } from './platform/embedded/embedded-services';
import { ChildProcesses } from './platform/process/child-processes';
import { metricsPorts } from './platform/process/metrics-ports';
import { NEST_OPTIONS, orClose, useLogger } from './platform/process/nest';
import { runProcess } from './platform/process/run-process';

/** The HTTP process, with workers and, if Kafka is configured, a consumer as child processes. */
void runProcess(startServices, async (settings) => {
  const consumers = settings.KAFKA_BROKERS ? 1 : 0;
  const ports = metricsPorts(settings, consumers);
  const app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), new DrainingAdapter(), {
    ...NEST_OPTIONS,
    bodyParser: false,
  });
  const logger = useLogger(app);
  await orClose(app, async () => {
    configureHttp(app, builtApi());
    await app.listen(settings.PORT, settings.HOST);
  });
  const onEnd = (message: string) => {
    logger.warn(message, 'Processes');
  };
  const children = [
    new ChildProcesses('worker', settings.REPORT_WORKERS, ports.worker, onEnd),
    new ChildProcesses('consumer', consumers, ports.consumer, onEnd),
  ];
  for (const processes of children) processes.start();
  const url = await app.getUrl();
  logger.log({ msg: `Open ${url}`, url }, 'Main');
  return async () => {
    await Promise.all([...children.map((processes) => processes.stop()), app.close()]);
  };
});
