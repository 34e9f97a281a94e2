import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { constants, createGzip } from 'node:zlib';
import type { ReportLines } from '../../reports/figures/report-rows';
import { reportHeader, STANDARD_WINDOWS } from '../../reports/report-csv';
import type { Report } from '../../reports/report.entity';
import { sendBody } from '../http/send-body';
import { CONTENT_TYPES, inFormat, type ReportFormat } from './report-formats';

const HEADER = reportHeader({ windows: STANDARD_WINDOWS, columns: 'standard' });

/** A report of one store, for the OpenAPI document. */
export const EXAMPLE_CSV = `${HEADER}00017c6a-7a77-4a95-bb2d-40647868aff6,60.00,10.50,75.50,0.00,0.00,0.00\n`;

/** The headers of a complete report, for the OpenAPI document. */
export const REPORT_HEADERS = {
  'Content-Disposition': { description: 'With the report: its file name.', schema: { type: 'string' } },
  ETag: { description: 'With the whole report: made of the SHA-256 of its CSV.', schema: { type: 'string' } },
};

/** Documents what `sendReport` does for a client that has the report already. */
export function ApiCachedReport(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'If-None-Match',
      required: false,
      description: 'The ETag of an earlier download',
      schema: { type: 'string', example: '"9f86d081884c7d65-csv"' },
    }),
    ApiResponse({ status: 304, description: 'The client already has this report (If-None-Match).' }),
  );
}

/**
 * Sends a complete report, only as fast as it is read. A report never changes, so its SHA-256 is its entity tag, and a
 * client that has it already gets a 304 (RFC 9110, section 13.1.2). Which of its stores match a filter may change.
 */
export async function sendReport(
  report: Report,
  format: ReportFormat,
  { csv, isWhole }: ReportLines,
  request: Request,
  response: Response,
): Promise<void> {
  const gzip = request.acceptsEncodings('gzip', 'identity') === 'gzip';
  const tag = `"${report.csvSha256?.toString('hex') ?? ''}-${format}${gzip ? '-gzip' : ''}"`;
  response.set({ ...(isWhole && { ETag: tag }), Vary: 'Accept-Encoding', 'Cache-Control': 'private, no-cache' });
  if (isWhole && hasAlready(request, tag)) {
    response.status(304).end();
    return;
  }
  response.set({
    'Content-Type': CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="report_${report.reportId}.${format}"`,
  });
  const body = inFormat(format, csv);
  if (gzip) {
    response.set('Content-Encoding', 'gzip');
    await sendBody(response, body, createGzip({ level: constants.Z_BEST_SPEED }));
  } else {
    if (isWhole && format === 'csv' && report.csvBytes !== null)
      response.set('Content-Length', String(report.csvBytes));
    await sendBody(response, body);
  }
}

/** Whether the client already has what the entity tag names. */
function hasAlready(request: Request, tag: string): boolean {
  const tags = request.get('If-None-Match')?.split(',') ?? [];
  return tags.some((cached) => cached.trim().replace(/^W\//, '') === tag || cached.trim() === '*');
}
