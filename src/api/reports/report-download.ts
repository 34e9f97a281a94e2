import type { Request, Response } from 'express';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { constants, createGzip } from 'node:zlib';
import { isPrematureClose } from '../../common/error-code';
import type { Report } from '../../reports/report.entity';
import { CONTENT_TYPES, inFormat, type ReportFormat } from './report-formats';

/**
 * Sends a complete report, only as fast as it is read. A report never changes, so its SHA-256 is its entity tag, and a
 * client that has it already gets a 304 (RFC 9110, section 13.1.2).
 */
export async function sendReport(
  report: Report,
  format: ReportFormat,
  csv: AsyncIterable<string | Buffer>,
  request: Request,
  response: Response,
): Promise<void> {
  const gzip = request.acceptsEncodings('gzip', 'identity') === 'gzip';
  const tag = `"${report.csvSha256?.toString('hex') ?? ''}-${format}${gzip ? '-gzip' : ''}"`;
  response.set({ ETag: tag, Vary: 'Accept-Encoding', 'Cache-Control': 'private, no-cache' });
  if (hasAlready(request, tag)) {
    response.status(304).end();
    return;
  }
  response.set({
    'Content-Type': CONTENT_TYPES[format],
    'Content-Disposition': `attachment; filename="report_${report.reportId}.${format}"`,
  });
  const body = Readable.from(inFormat(format, csv), { objectMode: false });
  try {
    if (gzip) {
      response.set('Content-Encoding', 'gzip');
      await pipeline(body, createGzip({ level: constants.Z_BEST_SPEED }), response);
    } else {
      if (format === 'csv' && report.csvBytes !== null) response.set('Content-Length', String(report.csvBytes));
      await pipeline(body, response);
    }
  } catch (error) {
    if (!isPrematureClose(error)) throw error;
  }
}

/** Whether the client already has what the entity tag names. */
function hasAlready(request: Request, tag: string): boolean {
  const tags = request.get('If-None-Match')?.split(',') ?? [];
  return tags.some((cached) => cached.trim().replace(/^W\//, '') === tag || cached.trim() === '*');
}
