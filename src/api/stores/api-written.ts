import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { ImportDto } from '../imports/import.dto';

/** What all writes of a store have in common. */
export function ApiWritten(): MethodDecorator {
  return applyDecorators(
    ApiResponse({
      status: 200,
      type: ImportDto,
      description: 'Written, or the same as before. The next reports use it.',
    }),
    ApiProblems('too_busy'),
    ApiServerProblems(),
  );
}
