import { Body, Controller, Post } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Act } from '../../access/audit/act';
import { ImportsService } from '../../ingestion/imports/imports.service';
import { ObservationsService } from '../../ingestion/observations.service';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { BodyBytes, JsonBody } from '../http/bodies/json-body';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { ApiIdempotencyKey, IdempotencyKey } from '../http/validation/idempotency-key';
import { toImportDto } from '../imports/import.dto';
import { ObservationsDto, PostedObservationsDto, type RejectedObservationDto } from './observations.dto';
import { ObservationsPipe } from './observations.pipe';

const MAX_BODY_BYTES = 4 * 2 ** 20;

@ApiTags('observations')
@Controller('observations')
export class ObservationsController {
  constructor(
    private readonly observations: ObservationsService,
    private readonly imports: ImportsService,
  ) {}

  @Post()
  @Needs('ingest')
  @ApiOperation({
    operationId: 'sendObservations',
    summary: 'Send observations',
    description:
      'An import of the kind store-status, written in one transaction before the answer: all of it or nothing. A wrong observation is rejected and listed; the others are written.',
  })
  @JsonBody({ maxBytes: MAX_BODY_BYTES })
  @ApiIdempotencyKey(
    'The same key with the same body again is the same import: a request whose answer was lost can be repeated.',
  )
  @ApiBody({ type: ObservationsDto })
  @ApiResponse({ status: 201, type: PostedObservationsDto, description: 'Written, now or by the same request before.' })
  @ApiProblems('observations_dropped', 'invalid_observations', 'too_busy')
  @ApiServerProblems()
  async post(
    @Body(ObservationsPipe) observations: unknown[],
    @BodyBytes() body: Buffer,
    @IdempotencyKey() idempotencyKey: string | undefined,
    @By() by: Act,
  ): Promise<PostedObservationsDto> {
    return this.answer(await this.observations.receive(observations, body, idempotencyKey, by));
  }

  /** Read back, so that a repeated request gets the same answer whenever it comes. */
  private async answer(importId: string): Promise<PostedObservationsDto> {
    const found = await this.imports.find(importId);
    const rejects: RejectedObservationDto[] = [];
    for await (const { line, reason } of this.imports.rejects(found.importKey)) {
      rejects.push({ index: Number(line), reason });
    }
    return Object.assign(toImportDto(found), { rejects });
  }
}
