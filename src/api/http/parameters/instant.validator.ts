import { registerDecorator } from 'class-validator';
import { isInRange, parseTimestamp } from '../../../common/timestamp';

/** Accepts what `parseTimestamp` understands, as far as it is in range. */
export function IsInstant(): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: 'isInstant',
      target: target.constructor,
      propertyName: String(property),
      validator: {
        validate: (value) => {
          const instant = typeof value === 'string' ? parseTimestamp(value) : undefined;
          return instant !== undefined && isInRange(instant);
        },
        defaultMessage: () => '$property must be an instant in ISO 8601, such as 2024-10-10T12:00:00Z',
      },
    });
  };
}
