import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../platform/database/database.module';
import { KafkaConsumer } from './kafka-consumer';

/** The consumer of observations from Kafka, for a consumer process. */
@Module({
  imports: [DatabaseModule],
  providers: [KafkaConsumer],
})
export class KafkaConsumerModule {}
