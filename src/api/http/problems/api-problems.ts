import { ApiProperty } from '@nestjs/swagger';
import { isProblemCode, type ProblemCode, problemType } from './problems';

/** How the OpenAPI document shows an error. */
export class ProblemDto {
  @ApiProperty({ example: problemType('unknown_route'), description: 'Names the kind of error.' })
  type!: string;

  @ApiProperty({ example: 'Not Found' })
  title!: string;

  @ApiProperty({ type: 'integer', example: 404 })
  status!: number;

  @ApiProperty({ description: 'What is wrong, for people.' })
  detail!: string;

  @ApiProperty({ example: 'unknown_route', description: 'What is wrong, for programs. Codes do not change.' })
  code!: string;
}

const CODES = Symbol('problem codes');

/**
 * Says which errors a handler may answer, apart from those that follow from the classes of its parameters: see
 * `documentProblems`. Several of these add up.
 */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  return (_target, _property, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(CODES, [...problemsOf(descriptor.value), ...codes], toHandler(descriptor.value));
  };
}

/** What any call may answer if a service behind this one is away or has no space, or something is broken on our side. */
export function ApiServerProblems(): MethodDecorator {
  return ApiProblems('internal_error', 'service_unavailable', 'no_space');
}

/** The codes that `ApiProblems` has given a handler. */
export function problemsOf(handler: unknown): readonly ProblemCode[] {
  const codes: unknown = Reflect.getMetadata(CODES, toHandler(handler));
  return Array.isArray(codes) ? codes.filter(isProblemCode) : [];
}

function toHandler(value: unknown): object {
  if (typeof value !== 'function') throw new TypeError('ApiProblems is for methods');
  return value;
}
