import { Controller, Get, Res } from '@nestjs/common';
import type { HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Readiness } from '../../health/readiness';
import { ProcessMetrics } from '../../platform/metrics/process-metrics';
import { OK } from '../health/health.controller';
import { OpenToAll } from '../http/access/access';

/** Answers probes and Prometheus in a worker or a consumer, without a key: METRICS_PORT must only be open inside the network. */
@Controller()
export class ProbesController {
  constructor(
    private readonly readiness: Readiness,
    private readonly metrics: ProcessMetrics,
  ) {}

  /** Whether the process runs. */
  @Get('health/live')
  @OpenToAll({ isProbe: true })
  live(): HealthCheckResult {
    return OK;
  }

  /** Whether it has what it needs; otherwise 503. */
  @Get('health/ready')
  @OpenToAll({ isProbe: true })
  async ready(): Promise<HealthCheckResult> {
    return this.readiness.check();
  }

  @Get('metrics')
  @OpenToAll({ isProbe: true })
  async show(@Res() response: Response): Promise<void> {
    await this.readiness.measure();
    response.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
