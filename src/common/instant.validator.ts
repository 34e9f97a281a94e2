import { registerDecorator } from 'class-validator';
import { parseTimestamp } from './timestamp';

/** Accepts what `parseTimestamp` understands, as far as whole microseconds fit a number (the years 1684 to 2255). */
export function IsInstant(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => typeof value === 'string' && Number.isSafeInteger(parseTimestamp(value)),
        defaultMessage: () => '$property must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z',
      },
    });
  };
}
