import { Controller, Get, ServiceUnavailableException } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { HealthCheckResult } from '@nestjs/terminus';
import { CodedError } from '../../common/coded-error';
import { VERSION } from '../../common/version';
import { OpenToAll } from '../http/access/access';
import { MayRead } from '../http/access/caller';
import { ApiProblems } from '../http/problems/api-problems';
import { Readiness } from '../../health/readiness';

class HealthDto {
  @ApiProperty({ enum: ['healthy'] })
  status!: 'healthy';

  @ApiProperty({ format: 'date-time', example: '2026-01-01T12:00:00.000Z' })
  timestamp!: string;

  @ApiPropertyOptional({ example: VERSION, description: 'Only with the scope read.' })
  version?: string;
}

const CHECKS = {
  type: 'object',
  additionalProperties: {
    type: 'object',
    required: ['status'],
    properties: { status: { type: 'string', enum: ['up', 'down'] } },
    additionalProperties: true,
  },
};

const CHECKED = (checks: Record<string, object>) => ({
  schema: {
    type: 'object',
    required: ['status', 'info', 'error', 'details'],
    properties: { status: { type: 'string', enum: ['ok'] }, info: CHECKS, error: CHECKS, details: CHECKS },
  },
  example: { status: 'ok', info: checks, error: {}, details: checks },
});

/** The answer that tells nothing else: of a process that runs, and to callers without the scope `read`. */
export const OK: HealthCheckResult = { status: 'ok', info: {}, error: {}, details: {} };

@ApiTags('health')
@Controller('health')
export class HealthController {
  constructor(private readonly readiness: Readiness) {}

  @Get()
  @OpenToAll({ moreWith: 'read', isProbe: true })
  @ApiOperation({
    operationId: 'getHealth',
    summary: 'Whether the service answers',
    description:
      'With the scope read, also its version. For people and simple monitors; probes should use the other two.',
  })
  @ApiResponse({ status: 200, type: HealthDto })
  healthy(@MayRead() mayRead: boolean): HealthDto {
    return { status: 'healthy', timestamp: new Date().toISOString(), ...(mayRead && { version: VERSION }) };
  }

  @Get('live')
  @OpenToAll({ isProbe: true })
  @ApiOperation({
    operationId: 'getLiveness',
    summary: 'Liveness: the process runs',
    description: 'A process that fails this should be restarted.',
  })
  @ApiResponse({ status: 200, description: 'It runs.', content: { 'application/json': CHECKED({}) } })
  live(): HealthCheckResult {
    // Not left to Terminus, which fails during a shutdown, when the process must not be restarted yet.
    return OK;
  }

  @Get('ready')
  @OpenToAll({ moreWith: 'read', isProbe: true })
  @ApiOperation({
    operationId: 'getReadiness',
    summary: 'Readiness: the process can serve',
    description:
      'PostgreSQL and Redis answer, the schema is up to date, and the process is not shutting down. Which of these hold is told only with the scope read. With Kafka, that answer also has the lag of the consumers, and where and why a partition cannot be read; the process is ready without Kafka too.',
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
          partitions: [
            { partition: 0, committed: 411_203, end: 411_960, lag: 757 },
            {
              partition: 1,
              committed: 5_190,
              end: 5_204,
              lag: 14,
              held_up: { offset: 5_190, reason: 'its checksum does not match' },
            },
          ],
        },
      }),
    },
  })
  @ApiProblems('not_ready')
  async ready(@MayRead() mayRead: boolean): Promise<HealthCheckResult> {
    try {
      const result = await this.readiness.check();
      return mayRead ? result : OK;
    } catch (error) {
      if (!(error instanceof ServiceUnavailableException)) throw error;
      if (!mayRead) throw new CodedError('not_ready', { values: { checks: '' } });
      const result = error.getResponse();
      const failed = typeof result === 'object' && 'error' in result ? toRecord(result.error) : {};
      throw new CodedError('not_ready', {
        values: { checks: `: ${Object.keys(failed).join(', ')}` },
        members: { checks: failed },
      });
    }
  }
}

function toRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
