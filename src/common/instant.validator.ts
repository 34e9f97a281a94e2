import { registerDecorator } from 'class-validator';
import { DAY } from '../calculator/instants';
import { parseTimestamp } from './timestamp';

/** Accepts what `parseTimestamp` understands, as far as whole microseconds, a week before included, fit a number (1684 to 2255). */
export function IsInstant(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => {
          const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
          return instant !== undefined && Number.isSafeInteger(instant) && Number.isSafeInteger(instant - 7 * DAY);
        },
        defaultMessage: () => '$property must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z',
      },
    });
  };
}
