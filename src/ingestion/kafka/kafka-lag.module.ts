import { Module } from '@nestjs/common';
import { KafkaLag } from './kafka-lag';

/** The lag of the consumers, for the health checks of the HTTP process. */
@Module({ providers: [KafkaLag], exports: [KafkaLag] })
export class KafkaLagModule {}
