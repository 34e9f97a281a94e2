import { ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { parseDuration } from '../../../calculator/duration';
import { DAY, type Micros, MINUTE } from '../../../calculator/instants';
import { RangeQuery } from '../../http/validation/parameters';
import { Rule } from '../../http/validation/rule';
import { StoreFilterQuery } from '../../http/validation/finding/store-filter';
import { TermsQuery } from '../../http/validation/terms';
import { ByParameter } from '../../http/validation/grouping';

/** How many steps a timeline may have. */
export const MAX_STEPS = 2000;

const STEP = /^([1-9][0-9]{0,3})([mhd])$/;

/** A step from 1 minute to 1 day, in microseconds. Undefined if the text is not one. */
export function stepIn(text: string): Micros | undefined {
  return parseDuration(text, STEP, MINUTE, DAY);
}

/** The query of `GET /fleet/timeline`. */
export class FleetTimelineQuery extends IntersectionType(RangeQuery, TermsQuery, StoreFilterQuery) {
  @ApiPropertyOptional({
    type: String,
    pattern: STEP.source,
    default: '1h',
    example: '1h',
    description: `The length of a step, from 1m to 1d; at most ${MAX_STEPS} steps. The last one may be shorter`,
  })
  @Rule('invalid_step', (step) => typeof step === 'string' && stepIn(step) !== undefined, { most: MAX_STEPS })
  step = '1h';

  @ByParameter({ required: false })
  by?: string[];
}
