import { applyDecorators } from '@nestjs/common';
import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsOptional } from 'class-validator';
import { STATUSES, type Status } from '../../../calculator/figures/forward-fill';
import type { Micros } from '../../../calculator/instants';
import {
  CLOSURE_TERMS,
  type CountingTerms,
  parseUnknownAfter,
  type RequestedTerms,
  UNKNOWN_AFTER,
} from '../../../calculator/figures/terms';
import { ChoiceParameter } from './parameters';
import { Rule } from './rule';

/** In a body, a term may also be null, which is the same as to leave it out. */
interface TermOptions {
  readonly nullable?: boolean;
}

/** The status before a store's first observation. */
export function DefaultStatusParameter(options: TermOptions = {}): PropertyDecorator {
  return ChoiceParameter(STATUSES, {
    ...options,
    example: 'inactive',
    description: 'The status before the first observation of a store. Left out: the DEFAULT_STATUS of the service',
  });
}

/** For how long an observation speaks at most, as microseconds. */
export function UnknownAfterParameter(options: TermOptions = {}): PropertyDecorator {
  return applyDecorators(
    ApiPropertyOptional({
      type: String,
      ...options,
      pattern: UNKNOWN_AFTER.source,
      example: '3h',
      description:
        'For how long an observation speaks at most, from 60s to 400d; then the status is unknown until the next one. Left out: the UNKNOWN_AFTER of the service',
    }),
    Transform(({ value }: { value: unknown }) =>
      typeof value === 'string'
        ? (parseUnknownAfter(value) ?? NaN)
        : value === null || value === undefined
          ? value
          : NaN,
    ),
    IsOptional(),
    Rule('invalid_unknown_after', (duration) => typeof duration === 'number' && duration > 0),
  );
}

/** Whether closures count. */
export function ClosuresParameter(options: TermOptions = {}): PropertyDecorator {
  return ChoiceParameter(CLOSURE_TERMS, {
    ...options,
    example: 'ignore',
    description:
      'Whether open time that a closure covers is left out of the figures, or counts. Left out: the CLOSURES of the service',
  });
}

/** The terms of a query. */
export class TermsQuery {
  @DefaultStatusParameter()
  default_status?: Status;

  @UnknownAfterParameter()
  unknown_after?: Micros;

  @ClosuresParameter()
  closures?: CountingTerms['closures'];
}

/** The terms in a query or body. */
export interface GivenTerms {
  readonly default_status?: Status | null;
  readonly unknown_after?: Micros | null;
  readonly closures?: CountingTerms['closures'] | null;
}

/** The terms of a query or body; those that are left out, or null, are undefined. */
export function requestedTerms({ default_status, unknown_after, closures }: GivenTerms): RequestedTerms {
  return {
    defaultStatus: default_status ?? undefined,
    unknownAfter: unknown_after ?? undefined,
    closures: closures ?? undefined,
  };
}
