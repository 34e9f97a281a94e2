import busboy from 'busboy';
import type { IncomingHttpHeaders } from 'node:http';
import { PassThrough, pipeline } from 'node:stream';
import { codeOf } from '../../../common/error-code';
import { Problem } from '../problem';

/**
 * The bytes of the one file in a form (`multipart/form-data`), read only as fast as they are consumed. What else is in
 * the form is passed over, not kept; so is a file input in which nothing was chosen, which comes without a file name.
 * @throws Problem 422 `no_file` or `one_file_at_a_time`, 400 `malformed_form`, and what reading the body throws
 */
export async function* formFile(headers: IncomingHttpHeaders, body: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const form = newForm(headers);
  const file = new PassThrough();
  let files = 0;
  form.on('file', (_field, part, { filename }: { filename: string | undefined }) => {
    // It ends before its time only together with the form, which tells why.
    part.on('error', () => undefined);
    if (filename === undefined) part.resume();
    else if (++files === 1) part.pipe(file, { end: false });
    else form.destroy(new Problem(422, 'one_file_at_a_time', 'The form has more than one file; send one at a time.'));
  });
  form.on('finish', () => {
    if (files === 1) file.end();
    else file.destroy(new Problem(422, 'no_file', 'The form has no file in it.'));
  });
  form.on('error', (error) => file.destroy(toProblem(error)));
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
function toProblem(error: unknown): Error {
  return error instanceof Error && codeOf(error) !== undefined ? error : malformed(error);
}

function malformed(cause: unknown): Problem {
  return new Problem(400, 'malformed_form', 'The form is malformed, or ends too early.', {}, { cause });
}
