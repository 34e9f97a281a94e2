import { Problem } from '../http/problem';
import { isUuid } from '../../common/uuid';

export const INVALID_REPORT_ID = {
  malformed_request: 'The path or the query cannot be decoded.',
  invalid_report_id: 'Give the report_id that POST /trigger_report answered, a UUID.',
};
export const REPORT_NOT_FOUND = { report_not_found: 'Report not found' };

/**
 * A report's id in a path or a query.
 * @throws Problem 400 `invalid_report_id`
 */
export function reportIdParameter(reportId: unknown): string {
  if (!isUuid(reportId)) throw new Problem(400, 'invalid_report_id', INVALID_REPORT_ID.invalid_report_id);
  return reportId;
}
