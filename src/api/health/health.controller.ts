import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiResponse, ApiTags } from '@nestjs/swagger';
import { HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { Problem } from '../http/problem';
import { ApiProblem } from '../http/problem.dto';
import { VERSION } from '../../common/version';
import { Readiness } from '../../health/readiness';

class HealthDto {
  @ApiProperty({ enum: ['healthy'] })
  status!: 'healthy';

  @ApiProperty({ format: 'date-time', example: '2026-01-01T12:00:00.000Z' })
  timestamp!: string;

  @ApiProperty({ example: '0.3.0' })
  version!: string;
}

const CHECKED = (checks: Record<string, object>) => ({
  schema: { type: 'object' },
  example: { status: 'ok', info: checks, error: {}, details: checks },
});

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Whether the service answers' })
  @ApiResponse({ status: 200, type: HealthDto })
  healthy(): HealthDto {
    return { status: 'healthy', timestamp: new Date().toISOString(), version: VERSION };
  }

  @Get('live')
  @ApiOperation({
    summary: 'Liveness: the process runs',
    description: 'A process that fails this should be restarted.',
  })
  @ApiResponse({ status: 200, description: 'It runs.', content: { 'application/json': CHECKED({}) } })
  live(): HealthCheckResult {
    // Not asked of Terminus, which says no during a shutdown, when the process is still needed.
    return { status: 'ok', info: {}, error: {}, details: {} };
  }

  @Get('ready')
  @ApiOperation({
    summary: 'Readiness: the process can serve',
    description:
      'PostgreSQL and Redis answer, the schema is up to date, and the process is not shutting down. Where there is a Kafka, it also tells how far the consumers are; Kafka being away does not make the process unready.',
  })
  @ApiResponse({
    status: 200,
    description: 'It can serve.',
    content: {
      'application/json': CHECKED({
        process: { status: 'up' },
        postgresql: { status: 'up' },
        schema: { status: 'up' },
        redis: { status: 'up' },
        kafka: {
          status: 'up',
          reachable: true,
          topic: 'store-status',
          group: 'restaurant-monitor',
          partitions: [{ partition: 0, committed: 411_203, end: 411_960, lag: 757 }],
        },
      }),
    },
  })
  @ApiProblem(503, { not_ready: 'Not ready: redis.' })
  async ready(): Promise<HealthCheckResult> {
    try {
      return await this.health.check(this.readiness.checks);
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      const result = error.getResponse();
      const failed = typeof result === 'object' && 'error' in result && isRecord(result.error) ? result.error : {};
      throw new Problem(503, 'not_ready', `Not ready: ${Object.keys(failed).join(', ')}.`, { checks: failed });
    }
  }
}

function isRecord(value: unknown): value is Record<string, object> {
  return typeof value === 'object' && value !== null;
}
