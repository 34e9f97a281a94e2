import busboy from 'busboy';
import type { IncomingHttpHeaders } from 'node:http';
import { PassThrough, pipeline } from 'node:stream';
import { CodedError } from '../../../common/coded-error';
import { codeOf } from '../../../common/error-code';

/**
 * The bytes of the one file in a form (`multipart/form-data`), read only as fast as they are consumed. Other fields are
 * skipped, and so is a file input in which nothing was chosen, which comes without a file name.
 * @throws CodedError `no_file`, `one_file_at_a_time` or `malformed_form`, and whatever reading the body throws
 */
export async function* formFile(headers: IncomingHttpHeaders, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const form = newForm(headers);
  const file = new PassThrough();
  let files = 0;
  form.on('file', (_field, part, { filename }: { filename: string | undefined }) => {
    // It ends early only together with the form, whose error says why.
    part.on('error', () => undefined);
    if (filename === undefined) part.resume();
    else if (++files === 1) part.pipe(file, { end: false });
    else form.destroy(new CodedError('one_file_at_a_time'));
  });
  form.on('finish', () => {
    if (files === 1) file.end();
    else file.destroy(new CodedError('no_file'));
  });
  form.on('error', (error) => file.destroy(toCodedError(error)));
  // An error on either side reaches the consumer through the form.
  pipeline(body, form, () => undefined);
  const chunks: AsyncIterable<Buffer> = file;
  try {
    yield* chunks;
  } finally {
    form.destroy();
  }
}

function newForm(headers: IncomingHttpHeaders): busboy.Busboy {
  try {
    return busboy({ headers, limits: { fields: 0 } });
  } catch (error) {
    throw malformed(error);
  }
}

/** Errors of the body have a code, ours or Node's; busboy's own have none. */
function toCodedError(error: unknown): Error {
  return error instanceof Error && codeOf(error) !== undefined ? error : malformed(error);
}

function malformed(cause: unknown): CodedError {
  return new CodedError('malformed_form', { cause });
}
