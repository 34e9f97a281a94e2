import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, ApiResponse, getSchemaPath } from '@nestjs/swagger';
import { STATUS_CODES } from 'node:http';

/** How the OpenAPI document shows an error. */
export class ProblemDto {
  @ApiProperty({ example: 'urn:problem:restaurant-monitor:unknown_route', description: 'Names the kind of error.' })
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

/** Documents one status with the codes and details it may carry, and its headers, each with what it tells. */
export function ApiProblem(
  status: number,
  details: Readonly<Record<string, string>>,
  headers: Readonly<Record<string, string>> = {},
): MethodDecorator {
  const title = STATUS_CODES[status] ?? 'Error';
  const examples = Object.fromEntries(
    Object.entries(details).map(([code, detail]) => [
      code,
      { value: { type: `urn:problem:restaurant-monitor:${code}`, title, status, detail, code } },
    ]),
  );
  return applyDecorators(
    ApiExtraModels(ProblemDto),
    ApiResponse({
      status,
      description: Object.keys(details).join(', '),
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, description]) => [name, { description, schema: { type: 'string' } }]),
      ),
      content: { 'application/problem+json': { schema: { $ref: getSchemaPath(ProblemDto) }, examples } },
    }),
  );
}

/** What any call may answer when PostgreSQL or Redis is away, or something is broken on our side. */
export function ApiServerProblems(): MethodDecorator {
  return applyDecorators(
    ApiProblem(503, {
      service_unavailable: 'A service behind this one does not answer at the moment. Try again.',
    }),
    ApiProblem(500, { internal_error: 'Something went wrong on our side; nothing was changed.' }),
  );
}

/** What any call that changes something may answer to a browser. */
export function ApiCrossOriginProblem(): MethodDecorator {
  return ApiProblem(403, { cross_origin: 'A page of another site may not change anything here.' });
}
