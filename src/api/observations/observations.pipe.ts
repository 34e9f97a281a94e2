import type { PipeTransform } from '@nestjs/common';
import { CodedError } from '../../common/coded-error';
import { MAX_OBSERVATIONS } from './observations.dto';

/**
 * The list of observations in a body. Not validated by class: up to 10,000 of them would take too long, and a wrong one is
 * rejected by itself rather than refused with all others.
 */
export class ObservationsPipe implements PipeTransform {
  /** @throws CodedError `invalid_body`, `unknown_field`, `invalid_observations` */
  transform(body: unknown): unknown[] {
    if (typeof body !== 'object' || body === null || Array.isArray(body)) throw new CodedError('invalid_body');
    const unknown = Object.keys(body).find((field) => field !== 'observations');
    if (unknown !== undefined) throw new CodedError('unknown_field', { values: { field: unknown } });
    const observations: unknown = 'observations' in body ? body.observations : undefined;
    if (!Array.isArray(observations) || observations.length < 1 || observations.length > MAX_OBSERVATIONS) {
      throw new CodedError('invalid_observations', { values: { most: MAX_OBSERVATIONS } });
    }
    return observations;
  }
}
