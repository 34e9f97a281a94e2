import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { until } from '../../../../test/support/service';
import { CodedError } from '../../../common/coded-error';
import { isProblemCode, problemKind } from '../problems/problems';
import { formFile } from './form-file';

const HEADERS = { 'content-type': 'multipart/form-data; boundary=edge' };

function part(disposition: string, content: string, type = 'text/csv'): string {
  return `--edge\r\nContent-Disposition: form-data; ${disposition}\r\nContent-Type: ${type}\r\n\r\n${content}\r\n`;
}

const FIELD = '--edge\r\nContent-Disposition: form-data; name="note"\r\n\r\nsome text\r\n';
const FILE = part('name="whatever"; filename="a.csv"', 'a,b\r\n--edg,2\n');
const NOT_CHOSEN = part('name="other"; filename=""', '', 'application/octet-stream');
const END = '--edge--\r\n';

function inChunks(text: string, size = text.length): Buffer[] {
  const bytes = Buffer.from(text);
  return Array.from({ length: Math.ceil(bytes.length / size) }, (_, chunk) =>
    bytes.subarray(chunk * size, (chunk + 1) * size),
  );
}

async function fileIn(body: AsyncIterable<Buffer>, headers = HEADERS): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of formFile(headers, body)) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

describe('a form', () => {
  it('yields only its one file, however it is split into chunks', async () => {
    const form = FIELD + NOT_CHOSEN + FILE + FIELD + NOT_CHOSEN + END;
    for (const size of [1, 2, 3, 7, 64, form.length]) {
      expect(await fileIn(Readable.from(inChunks(form, size)))).toBe('a,b\r\n--edg,2\n');
    }
    expect(await fileIn(Readable.from([Buffer.from(part('name="f"; filename="empty.csv"', '') + END)]))).toBe('');
  });

  it.each([
    ['without a file', FIELD + NOT_CHOSEN + END, 422, 'no_file'],
    ['without anything', END, 422, 'no_file'],
    ['with two files', FILE + FILE + END, 422, 'one_file_at_a_time'],
    ['with two files, truncated', FILE + FILE, 422, 'one_file_at_a_time'],
    ['truncated after its file', FILE, 400, 'malformed_form'],
    ['truncated in the part after its file', FILE + FIELD.slice(0, 20), 400, 'malformed_form'],
    ['truncated within its file', FILE.slice(0, -8), 400, 'malformed_form'],
    ['truncated within a header', FILE.slice(0, 40), 400, 'malformed_form'],
    ['with a broken header', '--edge\r\nno colon\r\n\r\n' + END, 400, 'malformed_form'],
    ['that is not a form', 'store_id,timezone_str\n', 400, 'malformed_form'],
    ['that is empty', '', 400, 'malformed_form'],
  ])('%s is refused', async (_what, form, status, code) => {
    for (const size of [1, 1000]) {
      const refused: unknown = await fileIn(Readable.from(inChunks(form, size))).catch((error: unknown) => error);
      expect(refused).toMatchObject({ code });
      expect(isProblemCode(code) && problemKind(code).status).toBe(status);
    }
  });

  it.each([
    ['is followed by another one', FILE + END, 'one_file_at_a_time'],
    ['is followed by a part that breaks off', FIELD.slice(0, 20), 'malformed_form'],
  ])('does not end with its file, however late that %s', async (_what, rest, code) => {
    let taken = '';
    async function* slow(): AsyncGenerator<Buffer> {
      yield Buffer.from(FILE + '--edge\r\n');
      await until(() => taken !== '' || undefined);
      for (let wait = 0; wait < 20; wait++) await turn();
      yield Buffer.from(rest.slice('--edge\r\n'.length));
    }
    const reading = async () => {
      for await (const chunk of formFile(HEADERS, slow())) taken += chunk.toString();
    };
    await expect(reading()).rejects.toMatchObject({ code });
  });

  it('without a boundary is refused', async () => {
    const headers = { 'content-type': 'multipart/form-data' };
    await expect(fileIn(Readable.from([Buffer.from(FILE + END)]), headers)).rejects.toMatchObject({
      code: 'malformed_form',
    });
  });

  it('is read no faster than its file is consumed, and no further once the consumer stops', async () => {
    let produced = 0;
    let ended = false;
    function* endless(): Generator<Buffer> {
      try {
        yield Buffer.from(part('name="f"; filename="long.csv"', '').slice(0, -2));
        for (;;) {
          produced += 1 << 16;
          yield Buffer.alloc(1 << 16, 'x');
        }
      } finally {
        ended = true;
      }
    }
    const file = formFile(HEADERS, Readable.from(endless()));
    for (let taken = 0; taken < 1 << 20;) {
      const next = await file.next();
      taken += next.done ? Infinity : next.value.length;
      for (let wait = 0; wait < 20; wait++) await turn();
      expect(produced - taken).toBeLessThan(1 << 18);
    }
    await file.return(undefined);
    await until(() => ended || undefined);
  });

  it('passes on errors of its body', async () => {
    function* failing(error: Error): Generator<Buffer> {
      yield Buffer.from(FILE);
      throw error;
    }
    const gone = new CodedError('client_gone');
    await expect(fileIn(Readable.from(failing(gone)))).rejects.toBe(gone);
    const system = Object.assign(new Error('reading failed'), { code: 'EIO' });
    await expect(fileIn(Readable.from(failing(system)))).rejects.toBe(system);
  });
});
