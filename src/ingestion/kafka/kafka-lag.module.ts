import { Module } from '@nestjs/common';
import { KafkaLag } from './kafka-lag';

/** How far the consumers are, for the probes of the HTTP process. */
@Module({ providers: [KafkaLag], exports: [KafkaLag] })
export class KafkaLagModule {}
