import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import type { Micros } from '../../../calculator/instants';
import { isInRange, parseTimestamp } from '../../../common/timestamp';
import { isUuid, UUID } from '../../../common/uuid';
import { isStoreId, STORE_ID } from '../../../stores/store-id';
import { isProblemCode, type ProblemCode } from '../problems/problems';
import { CURSOR, isCursor } from './cursor';
import { Rule } from './rule';

const MAX_LIMIT = 500;
const DEFAULT_LIMIT = 50;

/** What a parameter means, for the OpenAPI document. */
interface Documented<Value> {
  readonly description: string;
  readonly example: Value;
}

/** The id of a report, for the OpenAPI document. */
export const REPORT_ID: Documented<string> & { readonly required: boolean } = {
  required: true,
  example: '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11',
  description: 'What POST /trigger_report returned',
};

/** A store id, for the OpenAPI document. */
export const STORE_ID_SCHEMA = { minLength: 1, maxLength: 128, pattern: STORE_ID.source };

/** The name of a store in a list, for the OpenAPI document. */
export const STORE_NAME = { type: String, nullable: true, example: 'Main Street' } as const;

/** The limits of instants, which JSON Schema cannot express. */
const INSTANTS = 'From 1684-08-05 to 2255-06-05, with up to six decimals; without an offset: UTC';

/** `limit` and `cursor`, as every list takes them. */
export class PageQuery {
  @ApiPropertyOptional({
    type: 'integer',
    minimum: 1,
    maximum: MAX_LIMIT,
    default: DEFAULT_LIMIT,
    example: 100,
    description: 'The most items of a page',
  })
  @Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^\d{1,9}$/.test(value) ? Number(value) : NaN,
  )
  @Rule('invalid_limit', (limit) => typeof limit === 'number' && limit >= 1 && limit <= MAX_LIMIT)
  limit: number = DEFAULT_LIMIT;

  @CursorParameter()
  cursor?: string;
}

/** The cursor of a page. Which list it belongs to is checked where it is read: see `readCursor`. */
export function CursorParameter(): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: String,
      ...CURSOR,
      example: 'YW4gZXhhbXBsZQ',
      description: 'The next_cursor of the page before, with the same parameters',
    }),
    IsOptional(),
    Rule('invalid_cursor', isCursor),
  );
}

/** One of some words. The code is `invalid_` and the name of the property. */
export function ChoiceParameter<Choice extends string>(
  choices: readonly Choice[],
  documented: Documented<Choice> & { readonly default?: Choice; readonly nullable?: boolean },
): PropertyDecorator {
  return (target, property) => {
    applyDecorators(
      ApiPropertyOptional({ type: String, enum: [...choices], ...documented }),
      IsOptional(),
      Rule(invalid(property), (value) => choices.some((choice) => choice === value), { choices: inWords(choices) }),
    )(target, property);
  };
}

/** `true` or `false`, as a boolean. */
export function BooleanParameter(documented: Documented<boolean> & { readonly default?: boolean }): PropertyDecorator {
  return (target, property) => {
    applyDecorators(
      ApiPropertyOptional({ type: Boolean, ...documented }),
      Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value)),
      IsOptional(),
      Rule(invalid(property), (value) => typeof value === 'boolean', { choices: 'true or false' }),
    )(target, property);
  };
}

/** Whether an answer has lost sales. */
export function LostSalesParameter(): PropertyDecorator {
  return BooleanParameter({
    default: false,
    example: true,
    description: 'Whether to add estimates of lost sales, for stores whose attribute sales_per_hour is a number',
  });
}

/** For the OpenAPI document: an estimate of lost sales. */
export const LOST_SALES = {
  type: String,
  example: '125.00',
  description:
    'With lost_sales=true. An estimate: the attribute sales_per_hour times the downtime, in whatever currency that is in, rounded to two decimals in the end.',
} as const;

/** An instant, as whole microseconds; required unless it says otherwise. */
export function InstantParameter({
  description,
  ...documented
}: Documented<string> & { readonly required: boolean; readonly nullable?: boolean }): PropertyDecorator {
  return (target, property) => {
    applyDecorators(
      ApiProperty({ type: String, format: 'date-time', description: `${description}. ${INSTANTS}`, ...documented }),
      Transform(({ value }: { value: unknown }) => toInstant(value)),
      ...(documented.required ? [] : [IsOptional()]),
      Rule(invalid(property), (instant) => typeof instant === 'number' && isInRange(instant)),
    )(target, property);
  };
}

/** `to` must come after `from`, if both are given. */
export function AfterFrom(): PropertyDecorator {
  return Rule('invalid_range', (to, query) => {
    const from = 'from' in query ? query.from : undefined;
    return typeof from !== 'number' || typeof to !== 'number' || !(from >= to);
  });
}

/** The range of a query that has a default: see `withDefaults`. */
export class RangeQuery {
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
}

/** What is no instant stays as it is, for the answer to say what is wrong with it. */
function toInstant(value: unknown): unknown {
  return (typeof value === 'string' ? parseTimestamp(value) : undefined) ?? (typeof value === 'number' ? NaN : value);
}

/** The UUID of a report or an import. */
export function UuidParameter(documented: Documented<string> & { readonly required: boolean }): PropertyDecorator {
  return (target, property) => {
    applyDecorators(
      ApiProperty({ type: String, format: 'uuid', pattern: UUID.source, ...documented }),
      ...(documented.required ? [] : [IsOptional()]),
      Rule(invalid(property), isUuid),
    )(target, property);
  };
}

/** The UUID of the report whose figures an answer has. */
export function FiguresOfParameter(): PropertyDecorator {
  return UuidParameter({
    ...REPORT_ID,
    required: false,
    description: 'The report that the figures come from. Left out: the default report.',
  });
}

/** The query of a call that shows figures of a report. */
export class FiguresQuery {
  @FiguresOfParameter()
  report_id?: string;
}

/** The id of the store in a path. */
export class StoreIdParameter {
  @ApiProperty({ ...STORE_ID_SCHEMA, example: '42', description: 'The store, by the id of the files' })
  @Rule('invalid_store_id', (id) => typeof id === 'string' && isStoreId(id))
  store_id!: string;
}

/** The id of the report in a path. */
export class ReportIdParameter {
  @UuidParameter(REPORT_ID)
  report_id!: string;
}

/** The id of the closure in a path. */
export class ClosureIdParameter {
  @UuidParameter({
    required: true,
    example: '6ba7b810-9dad-41d1-80b4-00c04fd430c8',
    description: 'The closure_id of a closure',
  })
  closure_id!: string;
}

/** The id of the import in a path. */
export class ImportIdParameter {
  @UuidParameter({
    required: true,
    example: '5f0c1d1e-7f4b-4c9e-9f43-0d9b6f3f8a55',
    description: 'The import_id of an import',
  })
  import_id!: string;
}

/** The pattern of what may have spaces around it, for the OpenAPI document. */
export function trimmed({ source }: RegExp): string {
  return String.raw`^\s*(?:${source.slice(1, -1)})\s*$`;
}

/** `a`, `a or b`, `a, b or c`. */
export function inWords(choices: readonly string[]): string {
  return new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(choices);
}

function invalid(property: string | symbol): ProblemCode {
  const code = `invalid_${String(property)}`;
  if (!isProblemCode(code)) throw new RangeError(`the catalogue of problems has no ${code}`);
  return code;
}
