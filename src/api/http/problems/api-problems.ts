import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';
import { exampleDetail, type ProblemCode, problemKind, problemType } from './problems';

/** How the OpenAPI document shows an error. */
export class ProblemDto {
  @ApiProperty({ example: problemType('unknown_route'), description: 'Names the kind of error.' })
  type!: string;

  @ApiProperty({ example: 'Not Found' })
  title!: string;

  @ApiProperty({ example: 404 })
  status!: number;

  @ApiProperty({ description: 'What is wrong, for people.' })
  detail!: string;

  @ApiProperty({ example: 'unknown_route', description: 'What is wrong, for programs. Codes do not change.' })
  code!: string;
}

/**
 * Where a decorator of a handler keeps the codes of the errors it may answer, so that several of them add up. Swagger's own
 * decorators would replace each other's answer of the same status.
 */
const CODES = Symbol('problem codes');

/** Documents the errors that a call may answer, from the catalogue; may be given several times. */
export function ApiProblems(...codes: ProblemCode[]): MethodDecorator {
  return (target, property, descriptor: PropertyDescriptor) => {
    const handler: unknown = descriptor.value;
    if (typeof handler !== 'function') throw new TypeError('ApiProblems is for methods');
    const known: unknown = Reflect.getMetadata(CODES, handler);
    const all = new Set<ProblemCode>([...(known instanceof Set ? known : []), ...codes]);
    Reflect.defineMetadata(CODES, all, handler);
    for (const [status, some] of byStatus(all)) documented(status, some)(target, property, descriptor);
  };
}

/** What any call may answer if a service behind this one is away, or something is broken on our side. */
export function ApiServerProblems(): MethodDecorator {
  return ApiProblems('internal_error', 'service_unavailable');
}

function byStatus(codes: Iterable<ProblemCode>): Map<number, ProblemCode[]> {
  const grouped = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = problemKind(code);
    grouped.set(status, [...(grouped.get(status) ?? []), code]);
  }
  return grouped;
}

function documented(status: number, codes: readonly ProblemCode[]): MethodDecorator {
  const title = STATUS_CODES[status] ?? 'Error';
  const examples = Object.fromEntries(
    codes.map((code) => [
      code,
      { value: { type: problemType(code), title, status, detail: exampleDetail(code), code } },
    ]),
  );
  const retryAfter = { description: 'With too_busy: seconds until a retry is worthwhile.', schema: { type: 'string' } };
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiResponse({
      status,
      description: codes.join(', '),
      ...(codes.includes('too_busy') ? { headers: { 'Retry-After': retryAfter } } : {}),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, examples } },
    }),
  );
}
