import { type ArgumentMetadata, type PipeTransform, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { CodedError, type Values } from '../../../common/coded-error';
import { ParameterError } from './parameter-error';
import { valuesIn } from './rule';

/** Levels of objects within objects: the deepest body is a list of hours. Deeper ones must not be walked through. */
const MAX_DEPTH = 3;

/** If several rules of one object are broken, the first of these is answered before all others. */
const FIRST = ['not_an_object', 'unknown_field', 'missing_field'];

/** Codes for the two checks that class-validator makes by itself. */
const BUILT_IN: Readonly<Record<string, string>> = {
  whitelistValidation: 'unknown_field',
  nestedValidation: 'not_an_object',
};

/**
 * Validates queries, path parameters and bodies by their classes, whose properties carry a `Rule` each. The answer has the
 * code of the broken rule.
 */
export class RequestValidationPipe implements PipeTransform {
  private readonly body = newPipe(bodyError);
  private readonly parameters = newPipe(parameterError);

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && metadata.metatype !== Array) requireShallowObject(value);
    const pipe = metadata.type === 'body' ? this.body : this.parameters;
    const valid: unknown = await pipe.transform(value, metadata);
    return valid;
  }
}

function newPipe(exceptionFactory: (errors: ValidationError[]) => CodedError): ValidationPipe {
  return new ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true, exceptionFactory });
}

function parameterError(errors: ValidationError[]): CodedError {
  const { code, field, values } = firstBroken(errors);
  return code === 'unknown_field'
    ? new CodedError('unknown_parameter', { values: { parameter: field } })
    : new ParameterError(code, { values });
}

function bodyError(errors: ValidationError[]): CodedError {
  const { code, field, values, index } = firstBroken(errors);
  return new CodedError(code, { values: { field, ...values }, members: index === undefined ? {} : { index } });
}

/** A rule that a request breaks. */
interface BrokenRule {
  readonly code: string;
  /** The path of the property, such as `hours[3].opens`. */
  readonly field: string;
  readonly values: Values;
  /** The index of the list item that is wrong; undefined if it is not within a list. */
  readonly index: number | undefined;
  /** 0 for a property of the body itself, 1 for anything within it. */
  readonly depth: number;
}

/** The outermost rule first, then list items in their order. */
function firstBroken(errors: ValidationError[]): BrokenRule {
  const [first] = brokenRules(errors).sort(
    (a, b) => a.depth - b.depth || (a.index ?? -1) - (b.index ?? -1) || rank(a.code) - rank(b.code),
  );
  return first ?? { code: 'invalid_body', field: '', values: {}, index: undefined, depth: 0 };
}

function rank(code: string): number {
  return FIRST.includes(code) ? FIRST.indexOf(code) : FIRST.length;
}

function brokenRules(errors: readonly ValidationError[], parent = '', index?: number): BrokenRule[] {
  return errors.flatMap((error) => {
    const isItem = /^\d+$/.test(error.property);
    const field = isItem ? `${parent}[${error.property}]` : [parent, error.property].filter(Boolean).join('.');
    const at = isItem ? Number(error.property) : index;
    const own = Object.entries(error.constraints ?? {}).map(([name, message]) => {
      const builtIn = BUILT_IN[name];
      const values = builtIn === undefined ? valuesIn(message) : {};
      return { code: builtIn ?? name, field, values, index: at, depth: parent === '' ? 0 : 1 };
    });
    return [...own, ...brokenRules(error.children ?? [], field, at)];
  });
}

/** @throws CodedError `invalid_body`; a body that is missing is left to the rules of its class */
function requireShallowObject(value: unknown): void {
  if (value === undefined) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isDeeperThan(MAX_DEPTH, value)) {
    throw new CodedError('invalid_body');
  }
}

function isDeeperThan(levels: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(levels - 1, member));
}
