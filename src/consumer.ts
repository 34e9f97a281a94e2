import { ConsumerModule } from './app.module';
import type { Settings } from './platform/config/settings';
import { startDatabase } from './platform/embedded/embedded-services';
import { startWithProbes } from './platform/process/nest';
import { runProcess } from './platform/process/run-process';

/** A consumer process, which reads observations from Kafka. As many as the topic has partitions can share the work. */
void runProcess(startIfKafka, (settings) => startWithProbes(ConsumerModule.with(settings), settings));

async function startIfKafka(settings: Settings) {
  if (!settings.KAFKA_BROKERS) throw new Error('There is no Kafka to take observations from: set KAFKA_BROKERS.');
  return startDatabase(settings);
}
