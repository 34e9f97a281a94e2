import { Module } from '@nestjs/common';
import { DatabaseModule } from '../../platform/database/database.module';
import { KafkaConsumer } from './kafka-consumer';

/** What comes in from Kafka, as a consumer process takes it. */
@Module({
  imports: [DatabaseModule],
  providers: [KafkaConsumer],
})
export class KafkaConsumerModule {}
