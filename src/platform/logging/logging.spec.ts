import { pino } from 'pino';
import pinoHttp, { type Options } from 'pino-http';
import { loggerOptions } from './logging';

/** As the client of Redis makes one: with the command that was sent. */
function refusal(): Error {
  const command = { name: 'auth', args: ['secret'] };
  return Object.assign(new Error('WRONGPASS'), { name: 'ReplyError', code: 'WRONGPASS', command });
}

function options(): Options {
  const { pinoHttp: given } = loggerOptions({ LOG_LEVEL: 'info' });
  if (given === undefined || Array.isArray(given) || !('level' in given)) throw new TypeError('these are no options');
  return given;
}

let lines: string;
const stream = { write: (line: string) => (lines += line) };

beforeEach(() => {
  lines = '';
});

describe.each([
  ['a process', () => pino(options(), stream)],
  ['a request', () => pinoHttp(options(), stream).logger],
])('the log of %s', (_, logger) => {
  it('says of an error what has happened, and nothing that was sent', () => {
    logger().error(refusal());
    logger().error({ err: new AggregateError([refusal()], 'several') });
    expect(lines).toContain('"type":"Error","message":"WRONGPASS","stack":');
    expect(lines).toContain('"aggregateErrors":[{"type":"Error","message":"WRONGPASS"');
    expect(lines).toContain('"code":"WRONGPASS"');
    expect(lines).not.toContain('secret');
  });

  it('has no passwords of URLs', () => {
    logger().warn('redis://:secret@host cannot be reached');
    expect(JSON.parse(lines)).toMatchObject({ msg: 'redis://host cannot be reached' });
  });

  it('has no API keys', () => {
    logger().warn(`GET /stores?key=rm_${'a'.repeat(49)}&limit=1`);
    expect(JSON.parse(lines)).toMatchObject({ msg: 'GET /stores?key=rm_…&limit=1' });
  });
});
