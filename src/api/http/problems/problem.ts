import { STATUS_CODES } from 'node:http';
import type { CodedError } from '../../../common/coded-error';
import { ParameterError } from '../validation/parameter-error';
import { detailOf, isProblemCode, problemKind, problemType } from './problems';
import { RefusedError } from './refused-error';

/** An answer with RFC 9457 problem details. */
interface Problem {
  readonly status: number;
  readonly title: string;
  /** The media type of the text. */
  readonly type: string;
  readonly text: string;
}

/** The problem that an error is answered with. */
export function toProblem(error: CodedError): Problem {
  const status = statusOf(error);
  const title = STATUS_CODES[status] ?? 'Error';
  const members = {
    type: problemType(error.code),
    title,
    status,
    detail: detailOf(error),
    code: error.code,
    ...error.members,
  };
  return { status, title, type: 'application/problem+json; charset=utf-8', text: JSON.stringify(members) };
}

function statusOf(error: CodedError): number {
  if (error instanceof RefusedError) return error.status;
  const { status, statusInUrl } = problemKind(isProblemCode(error.code) ? error.code : 'internal_error');
  return error instanceof ParameterError ? (statusInUrl ?? status) : status;
}
