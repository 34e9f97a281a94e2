import { registerDecorator } from 'class-validator';
import { z } from 'zod';
import type { Values } from '../../../common/coded-error';
import type { ProblemCode } from '../problems/problems';

/**
 * What must hold of a property of a class for a query, path parameters or a body. All rules are made by this one, so that
 * each broken one answers with a code of the catalogue.
 * @param holds gets the property's value, and the object that it belongs to
 * @param values for the text of the problem, or a function that finds them for a value
 */
export function Rule(
  code: ProblemCode,
  holds: (value: unknown, object: object) => boolean,
  values: Values | ((value: unknown) => Values) = {},
): PropertyDecorator {
  return (target, property) => {
    registerDecorator({
      name: code,
      target: target.constructor,
      propertyName: String(property),
      // The message is all that class-validator passes on of a rule of one's own.
      validator: {
        validate: (value, context) => holds(value, context?.object ?? {}),
        defaultMessage: (context) => JSON.stringify(typeof values === 'function' ? values(context?.value) : values),
      },
    });
  };
}

const valuesSchema = z.record(z.string(), z.union([z.string(), z.number()]));

/** The values in the message of a broken `Rule`. */
export function valuesIn(message: string): Values {
  return valuesSchema.parse(JSON.parse(message));
}
