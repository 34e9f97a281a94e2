import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { parseDuration } from '../../calculator/duration';
import { HOUR, type Micros, MINUTE } from '../../calculator/instants';
import { INCIDENT_ID } from '../../fleet/incidents/incident';
import { TIMEZONE } from '../../stores/attributes/store-groups';
import { StoreFilterQuery } from '../http/validation/finding/store-filter';
import { ByParameter } from '../http/validation/grouping';
import { PageQuery, RangeQuery } from '../http/validation/parameters';
import { Rule } from '../http/validation/rule';
import { TermsQuery } from '../http/validation/terms';

const WITHIN = /^([1-9][0-9]{0,2})([mh])$/;
const SHORTEST = 5 * MINUTE;
const LONGEST = 12 * HOUR;
const AT_LEAST = { fewest: 2, most: 1_000_000 };
const TIMES = /^([1-9][0-9]?(\.[0-9])?|100(\.0)?)$/;

/** The id of the incident in a path. */
export class IncidentIdParameter {
  @ApiProperty({
    pattern: INCIDENT_ID.source,
    example: '9f86d081884c7d65',
    description: 'The incident_id of an incident',
  })
  @Rule('invalid_incident_id', (id) => typeof id === 'string' && INCIDENT_ID.test(id))
  incident_id!: string;
}

/** The query of the calls that find incidents. */
export class IncidentsQuery extends IntersectionType(RangeQuery, TermsQuery, PageQuery, StoreFilterQuery) {
  @ByParameter({ required: false })
  by: string[] = [TIMEZONE];

  @ApiPropertyOptional({
    type: String,
    pattern: WITHIN.source,
    default: '1h',
    example: '30m',
    description: 'Within what time outages that begin are counted together, from 5m to 12h',
  })
  @Rule('invalid_within', (within) => typeof within === 'string' && withinIn(within) !== undefined)
  within = '1h';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: AT_LEAST.fewest,
    maximum: AT_LEAST.most,
    default: 5,
    example: 20,
    description: 'How many stores an incident has at least beyond times the usual number',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,7}$/.test(value) ? Number(value) : NaN,
  )
  @Rule(
    'invalid_at_least',
    (stores) => typeof stores === 'number' && stores >= AT_LEAST.fewest && stores <= AT_LEAST.most,
  )
  at_least = 5;

  @ApiPropertyOptional({
    type: String,
    pattern: TIMES.source,
    default: '1.5',
    example: '2',
    description: 'How many times the usual number of stores is far more, from 1 to 100 with at most one decimal',
  })
  @Rule('invalid_times', (times) => typeof times === 'string' && TIMES.test(times))
  times = '1.5';
}

/** A time from 5 minutes to 12 hours, in microseconds. Undefined if the text is not one. */
export function withinIn(text: string): Micros | undefined {
  return parseDuration(text, WITHIN, SHORTEST, LONGEST);
}
