import { Controller, Get, Inject, Param, Post, Query, Req, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiProduces, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { createArrayCsvStringifier } from 'csv-writer';
import type { Request } from 'express';
import { Readable } from 'node:stream';
import { cursorAfter, readPage } from '../http/parameters/cursor';
import { Problem } from '../http/problem';
import { ApiCrossOriginProblem, ApiProblem, ApiServerProblems } from '../http/problem.dto';
import { isUuid } from '../../common/uuid';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { IMPORT_KINDS, type ImportKind } from '../../ingestion/csv/columns';
import { formFile } from '../http/bodies/form-file';
import { ImportDto, ImportPageDto, toImportDto } from './import.dto';
import { IMPORT_SOURCES, type ImportSource } from '../../ingestion/import.entity';
import { ImportsService, type Reject } from '../../ingestion/imports.service';
import { mediaType, requestBody } from '../http/bodies/request-body';

const IMPORT_NOT_FOUND = { import_not_found: 'Import not found' };
const UNSUPPORTED_MEDIA_TYPE = 'Send the file as text/csv, or in a form as multipart/form-data.';
const INVALID_SOURCE = 'The source must be csv, json or kafka.';
const INVALID_IMPORT_ID = {
  malformed_request: 'The path cannot be decoded.',
  invalid_import_id: 'The import_id must be a UUID.',
};

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Post(':kind')
  @ApiOperation({
    summary: 'Import a CSV file',
    description:
      'The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A row that is wrong is rejected and counted, and can be downloaded; it does not stop the others.',
    // Not by @ApiBody, which has one schema for all types.
    requestBody: {
      required: true,
      content: {
        'text/csv': {
          schema: { type: 'string', format: 'binary' },
          examples: {
            'store-status': { value: 'store_id,status,timestamp_utc\n42,active,2024-10-03 23:33:20.412748 UTC\n' },
            'business-hours': { value: 'store_id,dayOfWeek,start_time_local,end_time_local\n42,0,09:00:00,17:00:00\n' },
            timezones: { value: 'store_id,timezone_str\n42,America/New_York\n' },
          },
        },
        'multipart/form-data': {
          schema: {
            type: 'object',
            required: ['file'],
            properties: {
              file: {
                type: 'string',
                format: 'binary',
                description: 'The one file, under any name; fields are ignored.',
              },
            },
          },
        },
      },
    },
  })
  @ApiParam({ name: 'kind', enum: IMPORT_KINDS })
  @ApiHeader({ name: 'Content-Encoding', required: false, schema: { enum: ['gzip', 'identity'] } })
  @ApiResponse({ status: 201, type: ImportDto, description: 'Imported.' })
  @ApiProblem(400, {
    malformed_form: 'The form is malformed, or ends too early.',
    malformed_gzip: 'The body is not valid gzip, or ends too early.',
    client_gone: 'The client went away before the body was complete.',
  })
  @ApiCrossOriginProblem()
  @ApiProblem(404, {
    unknown_import_kind: 'There is no import of kind menus; known are store-status, business-hours, timezones.',
  })
  @ApiProblem(409, {
    observations_dropped:
      'Observations as old as some of these were dropped meanwhile; send them again to see which are rejected.',
  })
  @ApiProblem(413, { body_too_large: 'The body is larger than the 68719476736 bytes allowed.' })
  @ApiProblem(415, {
    unsupported_media_type: UNSUPPORTED_MEDIA_TYPE,
    unsupported_encoding: 'Content-Encoding br is not understood; send gzip or none.',
  })
  @ApiProblem(422, {
    wrong_header: 'The header lacks the column status. A store-status file needs store_id, status, timestamp_utc.',
    no_file: 'The form has no file in it.',
    one_file_at_a_time: 'The form has more than one file; send one at a time.',
  })
  @ApiProblem(503, {
    service_unavailable: 'A service behind this one does not answer at the moment. Try again.',
    import_given_up: 'The import took so long to show a sign of life that it was given up.',
  })
  @ApiProblem(500, { internal_error: 'Something went wrong on our side; nothing was changed.' })
  @ApiProblem(507, { no_space: 'There is no room left on a disk; nothing was changed.' })
  async import(@Param('kind') kind: string, @Req() request: Request): Promise<ImportDto> {
    if (!isImportKind(kind)) {
      const known = IMPORT_KINDS.join(', ');
      throw new Problem(404, 'unknown_import_kind', `There is no import of kind ${kind}; known are ${known}.`);
    }
    const type = mediaType(request);
    if (type !== 'text/csv' && type !== 'multipart/form-data')
      throw new Problem(415, 'unsupported_media_type', UNSUPPORTED_MEDIA_TYPE);
    const body = requestBody(request, {
      maxBytes: this.settings.IMPORT_MAX_BYTES,
      idleTimeout: this.settings.IMPORT_IDLE_TIMEOUT,
    });
    const file = type === 'text/csv' ? body : formFile(request.headers, body);
    return toImportDto(await this.imports.receive(kind, file));
  }

  @Get()
  @ApiOperation({ summary: 'All imports, the newest first' })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', minimum: 1, maximum: 500, default: 50 } })
  @ApiQuery({ name: 'cursor', required: false, type: String, description: 'The next_cursor of the page before' })
  @ApiQuery({ name: 'source', required: false, enum: IMPORT_SOURCES, description: 'Only those that came like this' })
  @ApiResponse({ status: 200, type: ImportPageDto })
  @ApiProblem(400, {
    invalid_source: INVALID_SOURCE,
    invalid_limit: 'The limit must be a whole number from 1 to 500.',
    invalid_cursor: 'The cursor must be the next_cursor of an earlier page.',
  })
  @ApiServerProblems()
  async list(@Query() query: Record<string, unknown>): Promise<ImportPageDto> {
    const source = sourceOf(query.source);
    const list = `imports ${source}`;
    const { limit, after } = readPage(list, query);
    const imports = await this.imports.list(limit + 1, after, source);
    const page = imports.slice(0, limit);
    const last = imports.length > limit ? page.at(-1) : undefined;
    return { imports: page.map(toImportDto), next_cursor: last ? cursorAfter(list, last.importKey) : null };
  }

  @Get(':import_id')
  @ApiOperation({ summary: 'The state and progress of an import' })
  @ApiParam({ name: 'import_id', format: 'uuid' })
  @ApiResponse({ status: 200, type: ImportDto })
  @ApiProblem(400, INVALID_IMPORT_ID)
  @ApiProblem(404, IMPORT_NOT_FOUND)
  @ApiServerProblems()
  async show(@Param('import_id') importId: string): Promise<ImportDto> {
    return toImportDto(await this.imports.find(uuid(importId)));
  }

  @Get(':import_id/rejects')
  @ApiOperation({ summary: 'The rejected rows of an import', description: 'CSV with the columns line, reason, text.' })
  @ApiParam({ name: 'import_id', format: 'uuid' })
  @ApiProduces('text/csv')
  @ApiResponse({
    status: 200,
    description: 'By line; the text is cut at 1 KiB.',
    content: {
      'text/csv': {
        schema: { type: 'string' },
        example: 'line,reason,text\n7,invalid_status,"42,closed,2024-10-03 23:33:22 UTC"\n',
      },
    },
  })
  @ApiProblem(400, INVALID_IMPORT_ID)
  @ApiProblem(404, IMPORT_NOT_FOUND)
  @ApiServerProblems()
  async rejects(@Param('import_id') importId: string): Promise<StreamableFile> {
    const found = await this.imports.find(uuid(importId));
    const csv = Readable.from(rejectsCsv(this.imports.rejects(found.importKey)), { objectMode: false });
    return new StreamableFile(csv, {
      type: 'text/csv; charset=utf-8',
      disposition: `attachment; filename="rejects_${found.importId}.csv"`,
    });
  }
}

async function* rejectsCsv(rejects: AsyncIterable<Reject>): AsyncGenerator<string> {
  const csv = createArrayCsvStringifier({ header: ['line', 'reason', 'text'] });
  yield csv.getHeaderString() ?? '';
  for await (const { line, reason, text } of rejects) yield csv.stringifyRecords([[line, reason, text]]);
}

function isImportKind(kind: string): kind is ImportKind {
  return IMPORT_KINDS.some((known) => known === kind);
}

function sourceOf(source: unknown): ImportSource | undefined {
  if (source === undefined) return undefined;
  const known = IMPORT_SOURCES.find((name) => name === source);
  if (known === undefined) throw new Problem(400, 'invalid_source', INVALID_SOURCE);
  return known;
}

function uuid(importId: string): string {
  if (!isUuid(importId)) throw new Problem(400, 'invalid_import_id', 'The import_id must be a UUID.');
  return importId;
}
