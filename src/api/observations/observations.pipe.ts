import type { PipeTransform } from '@nestjs/common';
import { CodedError } from '../../common/coded-error';
import { bodyFields } from '../http/validation/body-fields';
import { MAX_OBSERVATIONS } from './observations.dto';

/**
 * The list of observations in a body. Not validated by class: up to 10,000 of them would take too long, and a wrong one is
 * rejected by itself rather than refused with all others.
 */
export class ObservationsPipe implements PipeTransform {
  /** @throws CodedError `invalid_body`, `unknown_field`, `invalid_observations` */
  transform(body: unknown): unknown[] {
    const { observations } = bodyFields(body, ['observations']);
    if (!Array.isArray(observations) || observations.length < 1 || observations.length > MAX_OBSERVATIONS) {
      throw new CodedError('invalid_observations', { values: { most: MAX_OBSERVATIONS } });
    }
    return observations;
  }
}
