import { Controller, Get, Inject, Param, Post, Query, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiResponse, ApiTags } from '@nestjs/swagger';
import { createArrayCsvStringifier } from 'csv-writer';
import type { Request, Response } from 'express';
import { Readable } from 'node:stream';
import type { Act } from '../../access/audit/act';
import { CodedError } from '../../common/coded-error';
import { ImportsService, type Reject } from '../../ingestion/imports/imports.service';
import { type ServiceSettings, SETTINGS } from '../../platform/config/settings';
import { fileMemory } from '../http/bodies/body-memory';
import { formFile } from '../http/bodies/form-file';
import { ApiRequestBody, mediaType, requestBody } from '../http/bodies/request-body';
import { Needs } from '../http/access/access';
import { By } from '../http/access/caller';
import { Slots } from '../http/limits/slots';
import { noFormula } from '../http/no-formula';
import { ApiProblems, ApiServerProblems } from '../http/problems/api-problems';
import { detailOf } from '../http/problems/problems';
import { cursorAfter, KEYS, readNumericCursor } from '../http/validation/cursor';
import { ImportIdParameter } from '../http/validation/parameters';
import { ImportDto, ImportPageDto, KeptImportDto, toImportDto, toKeptImportDto } from './import.dto';
import { ImportKindParameter, ImportQuery, ListImportsQuery } from './imports.query';

/** What a file takes while it is decoded, however long it is: the buffers of its form, and of its record in progress. */
const FILE_BYTES = 512 * 1024;

@ApiTags('imports')
@Controller('imports')
export class ImportsController {
  constructor(
    private readonly imports: ImportsService,
    private readonly slots: Slots,
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
  ) {}

  @Post(':kind')
  @Needs('ingest')
  @ApiOperation({
    summary: 'Import a CSV file',
    description:
      'The body is streamed and may be many gigabytes. It is imported in one transaction: all of it or nothing. A wrong row is rejected and counted, and the first IMPORT_MAX_REJECTS of them can be downloaded; the others are imported. In a business-hours file it holds back the other rows of its store, whose hours stay as they were.',
  })
  @ApiRequestBody()
  @ApiResponse({ status: 201, type: ImportDto, description: 'Imported.' })
  @ApiProblems(
    'malformed_form',
    'observations_dropped',
    'too_many_import_stores',
    'unsupported_media_type',
    'wrong_header',
    'no_file',
    'one_file_at_a_time',
    'import_given_up',
    'too_busy',
    'too_many_of_key',
  )
  @ApiServerProblems()
  async import(
    @Param() { kind }: ImportKindParameter,
    @Query() { file_name: fileName }: ImportQuery,
    @By() by: Act,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<ImportDto> {
    const type = mediaType(request);
    if (type !== 'text/csv' && type !== 'multipart/form-data') {
      throw new CodedError('unsupported_media_type', {
        values: { types: 'text/csv, or in a multipart/form-data form' },
      });
    }
    this.slots.take('imports', request);
    fileMemory.hold(response, FILE_BYTES);
    const body = requestBody(request, response, {
      maxBytes: this.settings.IMPORT_MAX_BYTES,
      idleTimeout: this.settings.IMPORT_IDLE_TIMEOUT,
      timeLimit: 0,
      memory: fileMemory,
    });
    const file = type === 'text/csv' ? body : formFile(request.headers, body);
    return toImportDto(await this.imports.receive(kind, file, detailOf, by, fileName));
  }

  @Get()
  @Needs('read')
  @ApiOperation({
    operationId: 'listImports',
    summary: 'All imports, newest first',
    description: 'In pages, optionally only those of one source.',
  })
  @ApiResponse({ status: 200, type: ImportPageDto })
  @ApiServerProblems()
  async list(@Query() { limit, cursor, source }: ListImportsQuery): Promise<ImportPageDto> {
    const list = `imports ${source}`;
    const imports = await this.imports.list(limit + 1, readNumericCursor(list, cursor, KEYS), source);
    const page = imports.slice(0, limit);
    const last = imports.length > limit ? page.at(-1) : undefined;
    return { imports: page.map(toKeptImportDto), next_cursor: last ? cursorAfter(list, last.importKey) : null };
  }

  @Get(':import_id')
  @Needs('read')
  @ApiOperation({
    operationId: 'getImport',
    summary: 'The state and progress of an import',
    description: 'While it runs, its counts grow; once it has failed, it says why.',
  })
  @ApiResponse({ status: 200, type: KeptImportDto })
  @ApiProblems('import_not_found')
  @ApiServerProblems()
  async show(@Param() { import_id: importId }: ImportIdParameter): Promise<KeptImportDto> {
    return toKeptImportDto(await this.imports.find(importId));
  }

  @Get(':import_id/rejects')
  @Needs('read')
  @ApiOperation({
    operationId: 'downloadImportRejects',
    summary: 'The rejected rows of an import',
    description:
      'CSV with the columns line, reason, text. At most IMPORT_MAX_REJECTS rejects are kept; the note of an import says when others were only counted.',
  })
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
  @ApiProblems('import_not_found')
  @ApiServerProblems()
  async rejects(@Param() { import_id: importId }: ImportIdParameter): Promise<StreamableFile> {
    const found = await this.imports.find(importId);
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
  for await (const { line, reason, text } of rejects) yield csv.stringifyRecords([[line, reason, noFormula(text)]]);
}
