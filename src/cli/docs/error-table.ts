import { exampleDetail, problemCodes, problemKind } from '../../api/http/problems/problems';
import { markdownTable } from './markdown-table';

/** The errors of the API for docs/api.md, by status: each code with an example of its text. */
export function errorTable(): string {
  const rows = problemCodes().map((code) => {
    return [statusOf(problemKind(code)), `\`${code}\``, exampleDetail(code)];
  });
  return markdownTable(['status', 'code', 'text, by way of example'], rows);
}

function statusOf({ status, statusInUrl, anyStatus }: ReturnType<typeof problemKind>): string {
  if (anyStatus) return '4xx';
  return statusInUrl === undefined ? `${status}` : `${status}, in a URL ${statusInUrl}`;
}
