import { exampleDetail, problemCodes, problemKind } from '../../api/http/problems/problems';
import { markdownTable } from './markdown-table';

/** The errors of the API for docs/api.md, by status: each code with an example of its text. */
export function errorTable(): string {
  const rows = problemCodes().map((code) => {
    const { status, statusInQuery } = problemKind(code);
    const shown = statusInQuery === undefined ? `${status}` : `${status}, in a query ${statusInQuery}`;
    return [shown, `\`${code}\``, exampleDetail(code)];
  });
  return markdownTable(['status', 'code', 'text, by way of example'], rows);
}
