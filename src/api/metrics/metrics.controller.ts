import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { ProcessMetrics } from '../../platform/metrics/process-metrics';
import { Needs } from '../http/access/access';
import { FleetMetrics } from './fleet-metrics';

@ApiTags('health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly process: ProcessMetrics,
    private readonly fleet: FleetMetrics,
  ) {}

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'getMetrics',
    summary: 'Metrics for Prometheus',
    description:
      'Of this process, and of what all processes share: queues, the lag of Kafka, the state of stores. Workers and consumers tell their own at METRICS_PORT.',
  })
  @ApiResponse({
    status: 200,
    description: 'In the text format of Prometheus.',
    content: {
      'text/plain': {
        schema: { type: 'string' },
        example: 'restaurant_monitor_queue_jobs{queue="report",state="waiting"} 0\n',
      },
    },
  })
  async show(@Res() response: Response): Promise<void> {
    await this.fleet.refresh();
    response.type(this.process.contentType).send(await this.process.text());
  }
}
