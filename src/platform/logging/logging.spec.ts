import { pino } from 'pino';
import { addLogFields, withLogFields } from './log-fields';
import { forPeople, loggerOptions } from './logging';

/** As the client of Redis makes one: with the command that was sent. */
function refusal(): Error {
  const command = { name: 'auth', args: ['secret'] };
  return Object.assign(new Error('WRONGPASS'), { name: 'ReplyError', code: 'WRONGPASS', command });
}

let lines: string;
const stream = { write: (line: string) => (lines += line) };
const logger = pino(loggerOptions({ LOG_LEVEL: 'info' }), stream);

beforeEach(() => {
  lines = '';
});

function logged(): unknown[] {
  return lines
    .split('\n')
    .slice(0, -1)
    .map((line): unknown => JSON.parse(line));
}

describe('the log', () => {
  it('says of an error what has happened, and nothing that was sent', () => {
    logger.error(refusal());
    logger.error({ err: new AggregateError([refusal()], 'several') });
    expect(lines).toContain('"type":"Error","message":"WRONGPASS","stack":');
    expect(lines).toContain('"aggregateErrors":[{"type":"Error","message":"WRONGPASS"');
    expect(lines).toContain('"code":"WRONGPASS"');
    expect(lines).not.toContain('secret');
  });

  it('has no passwords of URLs', () => {
    logger.warn('redis://:secret@host cannot be reached');
    expect(logged()).toMatchObject([{ msg: 'redis://host cannot be reached' }]);
  });

  it('has no API keys', () => {
    logger.warn(`GET /stores?key=rm_${'a'.repeat(49)}&limit=1`);
    expect(logged()).toMatchObject([{ msg: 'GET /stores?key=rm_…&limit=1' }]);
  });

  it('says on each line what it is about, also after a wait, and nothing of other work', async () => {
    await Promise.all(
      ['a', 'b'].map((id) =>
        withLogFields({ report_id: id }, async () => {
          logger.info({ msg: 'begun', shard: 1 });
          await new Promise(setImmediate);
          addLogFields({ attempt: id });
          withLogFields({ shard: 2 }, () => {
            logger.info('within');
          });
          logger.info('ended');
        }),
      ),
    );
    addLogFields({ report_id: 'nobody' });
    logger.info('after');
    const about = logged().map((line) => pick(line, ['msg', 'report_id', 'attempt', 'shard']));
    expect(about.filter((line) => line.report_id === 'a')).toEqual([
      { msg: 'begun', report_id: 'a', shard: 1 },
      { msg: 'within', report_id: 'a', attempt: 'a', shard: 2 },
      { msg: 'ended', report_id: 'a', attempt: 'a' },
    ]);
    expect(about.at(-1)).toEqual({ msg: 'after' });
  });

  it('lists the modules and routes of Nest only for who debugs', () => {
    const mapped = { context: 'RouterExplorer', msg: 'Mapped {/, GET} route' };
    logger.info(mapped);
    expect(lines).toBe('');
    logger.warn(mapped);
    pino(loggerOptions({ LOG_LEVEL: 'debug' }), stream).info(mapped);
    expect(logged()).toMatchObject([{ level: 40 }, { level: 20 }]);
  });

  it('is a short line for people', () => {
    const people = pino(loggerOptions({ LOG_LEVEL: 'info' }), forPeople(stream, false));
    withLogFields({ request_id: 'x', report_id: 'a' }, () => {
      people.info({ context: 'Request', msg: 'GET / 200, 1 ms', req: {}, res: {} });
    });
    expect(lines).toMatch(/^\[\d\d:\d\d:\d\d\] INFO: Request: GET \/ 200, 1 ms \{"report_id":"a"\}\n$/);
  });
});

function pick(line: unknown, names: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(typeof line === 'object' && line !== null ? line : {});
  return Object.fromEntries(entries.filter(([name]) => names.includes(name)));
}
