import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsOptional } from 'class-validator';
import type { Micros } from '../../calculator/instants';
import { AfterFrom, ChoiceParameter, InstantParameter, PageQuery } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';

const FORMATS = ['json', 'csv'] as const;
const ACTOR = /^[^\x00-\x1f\x7f]{1,300}$/;
const OUTCOME = /^[a-z0-9_]{1,64}$/;

/** The query of `GET /audit`. */
export class ListAuditQuery extends PageQuery {
  @InstantParameter({ required: false, example: '2024-10-01T12:00:00Z', description: 'Included' })
  from?: Micros;

  @InstantParameter({ required: false, example: '2024-10-08T12:00:00Z', description: 'Not included, and after from' })
  @AfterFrom()
  to?: Micros;

  @ApiPropertyOptional({
    minLength: 1,
    maxLength: 300,
    pattern: ACTOR.source,
    example: 'anonymous',
    description: 'Only what this actor did',
  })
  @IsOptional()
  @Rule('invalid_actor', (actor) => typeof actor === 'string' && ACTOR.test(actor))
  actor?: string;

  @ApiPropertyOptional({
    pattern: OUTCOME.source,
    example: 'wrong_key',
    description: 'Only what ended like this: done, left_out, or the code of an error',
  })
  @IsOptional()
  @Rule('invalid_outcome', (outcome) => typeof outcome === 'string' && OUTCOME.test(outcome))
  outcome?: string;

  @ChoiceParameter(FORMATS, {
    default: 'json',
    example: 'json',
    description: 'csv: all entries, without limit or cursor',
  })
  format: (typeof FORMATS)[number] = 'json';
}
