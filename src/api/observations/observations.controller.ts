import { Controller, Inject, Post, Req } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { idempotencyKeyOf, INVALID_IDEMPOTENCY_KEY } from '../http/parameters/idempotency-key';
import { Problem } from '../http/problem';
import { ApiCrossOriginProblem, ApiProblem } from '../http/problem.dto';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { toImportDto } from '../imports/import.dto';
import { ImportsService } from '../../ingestion/imports.service';
import { NOT_JSON, readJson } from '../http/bodies/json-body';
import {
  MAX_OBSERVATIONS,
  ObservationsDto,
  PostedObservationsDto,
  type RejectedObservationDto,
} from './observations.dto';
import { ObservationsService } from '../../ingestion/observations.service';
import { TOO_BUSY } from '../../ingestion/write-queue';

const MAX_BYTES = 4 << 20;

const INVALID_BODY = 'The body must be an object.';
const UNKNOWN_FIELD = 'The body has a field other than observations.';
const INVALID_OBSERVATIONS = `observations must be an array of 1 to ${MAX_OBSERVATIONS}.`;

@ApiTags('imports')
@Controller('observations')
export class ObservationsController {
  constructor(
    private readonly observations: ObservationsService,
    private readonly imports: ImportsService,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Send observations',
    description:
      'They are an import of the kind store-status, written in one transaction before the answer: all of it or nothing. An observation that is wrong is rejected and listed; it does not stop the others.',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'The same key with the same body again is the same import: a request whose answer was lost can be repeated.',
    schema: { type: 'string', minLength: 1, maxLength: 255 },
  })
  @ApiHeader({ name: 'Content-Encoding', required: false, schema: { enum: ['gzip', 'identity'] } })
  @ApiBody({ type: ObservationsDto })
  @ApiResponse({ status: 201, type: PostedObservationsDto, description: 'Written, now or by the same request before.' })
  @ApiProblem(400, {
    malformed_request: 'The body is not JSON in UTF-8.',
    malformed_gzip: 'The body is not valid gzip, or ends too early.',
  })
  @ApiCrossOriginProblem()
  @ApiProblem(409, {
    observations_dropped:
      'Observations as old as some of these were dropped meanwhile; send them again to see which are rejected.',
  })
  @ApiProblem(413, { body_too_large: `The body is larger than the ${MAX_BYTES} bytes allowed.` })
  @ApiProblem(415, {
    ...NOT_JSON,
    unsupported_encoding: 'Content-Encoding br is not understood; send gzip or none.',
  })
  @ApiProblem(422, {
    invalid_body: INVALID_BODY,
    unknown_field: UNKNOWN_FIELD,
    invalid_observations: INVALID_OBSERVATIONS,
    ...INVALID_IDEMPOTENCY_KEY,
    idempotency_key_reused:
      'This Idempotency-Key was given before with another body; take a new key for new observations.',
  })
  @ApiProblem(
    503,
    {
      ...TOO_BUSY,
      service_unavailable: 'A service behind this one does not answer at the moment. Try again.',
    },
    { 'Retry-After': 'With too_busy: seconds until it is worth trying again.' },
  )
  @ApiProblem(500, { internal_error: 'Something went wrong on our side; nothing was changed.' })
  @ApiProblem(507, { no_space: 'There is no room left on a disk; nothing was changed.' })
  async post(@Req() request: Request): Promise<PostedObservationsDto> {
    const idempotencyKey = idempotencyKeyOf(request);
    const idleTimeout = this.settings.IMPORT_IDLE_TIMEOUT;
    const { value, body } = await readJson(request, { maxBytes: MAX_BYTES, idleTimeout });
    const importId = await this.observations.receive(observationsOf(value), body, idempotencyKey);
    return this.answer(importId);
  }

  /** Read back, so that the same request gets the same answer whenever it comes. */
  private async answer(importId: string): Promise<PostedObservationsDto> {
    const found = await this.imports.find(importId);
    const rejects: RejectedObservationDto[] = [];
    for await (const { line, reason } of this.imports.rejects(found.importKey)) {
      rejects.push({ index: Number(line), reason });
    }
    return Object.assign(toImportDto(found), { rejects });
  }
}

function observationsOf(body: unknown): unknown[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new Problem(422, 'invalid_body', INVALID_BODY);
  }
  if (Object.keys(body).some((field) => field !== 'observations')) {
    throw new Problem(422, 'unknown_field', UNKNOWN_FIELD);
  }
  const observations: unknown = 'observations' in body ? body.observations : undefined;
  if (!Array.isArray(observations) || observations.length < 1 || observations.length > MAX_OBSERVATIONS) {
    throw new Problem(422, 'invalid_observations', INVALID_OBSERVATIONS);
  }
  return observations;
}
