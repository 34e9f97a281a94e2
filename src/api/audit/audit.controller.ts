import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { createObjectCsvStringifier } from 'csv-writer';
import type { Response } from 'express';
import type { AuditEntry } from '../../access/audit/audit.entity';
import { AuditLog } from '../../access/audit/audit-log';
import { Needs } from '../http/access/access';
import { ApiServerProblems } from '../http/problems/api-problems';
import { noFormula } from '../http/no-formula';
import { sendBody } from '../http/send-body';
import { COUNTS, cursorAfter, readNumericCursor } from '../http/validation/cursor';
import { AuditPageDto, toAuditEntryDto } from './audit.dto';
import { ListAuditQuery } from './audit.query';

const COLUMNS = ['audit_no', 'at', 'actor', 'actor_name', 'address', 'action', 'ids', 'outcome', 'times'];
const csv = createObjectCsvStringifier({ header: COLUMNS.map((id) => ({ id, title: id })) });

@ApiTags('audit')
@ApiExtraModels(AuditPageDto)
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditLog) {}

  @Get()
  @Needs('admin')
  @ApiOperation({
    operationId: 'listAudit',
    summary: 'Every write, and every attempt that was refused, newest first',
    description: 'In pages, or all as CSV. Kept for AUDIT_RETENTION.',
  })
  @ApiResponse({
    status: 200,
    description: 'Entries of the audit.',
    content: {
      'application/json': { schema: { $ref: getSchemaPath(AuditPageDto) } },
      'text/csv': { schema: { type: 'string' }, example: `${COLUMNS.join(',')}\n` },
    },
  })
  @ApiServerProblems()
  async list(@Query() query: ListAuditQuery, @Res() response: Response): Promise<void> {
    const { limit, cursor, format, from, to, actor, outcome } = query;
    const wanted = { from, to, actor, outcome };
    if (format === 'csv') {
      response.set({
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': 'attachment; filename="audit.csv"',
      });
      await sendBody(response, csvLines(this.audit.all(wanted)));
      return;
    }
    const list = `audit ${JSON.stringify(wanted)}`;
    const entries = await this.audit.page(wanted, limit + 1, readNumericCursor(list, cursor, COUNTS));
    const page = entries.slice(0, limit);
    const last = entries.length > limit ? page.at(-1) : undefined;
    response.json({
      entries: page.map(toAuditEntryDto),
      next_cursor: last ? cursorAfter(list, last.auditNo) : null,
    } satisfies AuditPageDto);
  }
}

async function* csvLines(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  yield csv.getHeaderString() ?? '';
  for await (const entries of pages) {
    yield csv.stringifyRecords(
      entries.map((entry) => {
        const { ids, ...fields } = toAuditEntryDto(entry);
        const texts = Object.entries({ ...fields, ids: JSON.stringify(ids) });
        return Object.fromEntries(texts.map(([column, value]) => [column, noFormula(value)]));
      }),
    );
  }
}
