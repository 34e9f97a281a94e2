import { Controller, Get, Res } from '@nestjs/common';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import type { Response } from 'express';
import { Readiness } from '../../health/readiness';
import { ProcessMetrics } from '../../platform/metrics/process-metrics';
import { OpenToAll } from '../http/access/access';

/** What probes and Prometheus ask of a worker or a consumer. It asks for no key, so METRICS_PORT is for the inside of a network. */
@Controller()
export class ProbesController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
    private readonly metrics: ProcessMetrics,
  ) {}

  /** Whether the process runs. */
  @Get('health/live')
  @OpenToAll({ isProbe: true })
  live(): HealthCheckResult {
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  /** Whether it has what it needs; otherwise 503. */
  @Get('health/ready')
  @OpenToAll({ isProbe: true })
  async ready(): Promise<HealthCheckResult> {
    return this.health.check(this.readiness.checks);
  }

  @Get('metrics')
  @OpenToAll({ isProbe: true })
  async show(@Res() response: Response): Promise<void> {
    response.type(this.metrics.contentType).send(await this.metrics.text());
  }
}
