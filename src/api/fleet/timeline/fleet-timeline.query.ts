import { ApiPropertyOptional } from '@nestjs/swagger';
import type { Status } from '../../../calculator/figures/forward-fill';
import type { CountingTerms } from '../../../calculator/figures/terms';
import { DAY, HOUR, type Micros, MINUTE } from '../../../calculator/instants';
import { AfterFrom, InstantParameter } from '../../http/validation/parameters';
import { Rule } from '../../http/validation/rule';
import { ClosuresParameter, DefaultStatusParameter, UnknownAfterParameter } from '../../http/validation/terms';
import { StoreFilterQuery } from '../../http/validation/finding/store-filter';
import { ByParameter } from '../../http/validation/grouping';

/** How many steps a timeline may have. */
export const MAX_STEPS = 2000;

const UNITS = { m: MINUTE, h: HOUR, d: DAY } as const;
const STEP = /^([1-9][0-9]{0,3})([mhd])$/;

/** A step from 1 minute to 1 day, in microseconds. Undefined if the text is not one. */
export function stepIn(text: string): Micros | undefined {
  const [, count, unit] = STEP.exec(text) ?? [];
  const step = Number(count) * (Object.entries(UNITS).find(([name]) => name === unit)?.[1] ?? NaN);
  return step <= DAY ? step : undefined;
}

/** The query of `GET /fleet/timeline`. */
export class FleetTimelineQuery extends StoreFilterQuery {
  @InstantParameter({
    required: false,
    example: '2024-10-01T00:00:00Z',
    description: 'Included. Left out: seven days before to',
  })
  from?: Micros;

  @InstantParameter({
    required: false,
    example: '2024-10-08T00:00:00Z',
    description: 'Not included, and after from. Left out: the latest observation',
  })
  @AfterFrom()
  to?: Micros;

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

  @DefaultStatusParameter()
  default_status?: Status;

  @UnknownAfterParameter()
  unknown_after?: Micros;

  @ClosuresParameter()
  closures?: CountingTerms['closures'];
}
