import 'reflect-metadata';
import { DAY, HOUR, MINUTE, SECOND } from '../../../calculator/instants';
import { CodedError } from '../../../common/coded-error';
import { ListOutagesQuery } from '../../outages/outages.query';
import { TriggerReportDto } from '../../reports/report.dto';
import { UptimeQuery } from '../../stores/stores.query';
import { RequestValidationPipe } from './request-validation.pipe';
import { requestedTerms } from './terms';

const pipe = new RequestValidationPipe();
const RANGE = { from: '2024-10-01T00:00:00Z', to: '2024-10-02T00:00:00Z' };

async function ofBody(terms: object): Promise<unknown> {
  return pipe.transform(terms, { type: 'body', metatype: TriggerReportDto });
}

const QUERIES = [
  ['uptime', async (terms: object) => pipe.transform({ ...RANGE, ...terms }, { type: 'query', metatype: UptimeQuery })],
  ['outages', async (terms: object) => pipe.transform(terms, { type: 'query', metatype: ListOutagesQuery })],
] as const;
const REQUESTS = [['a report', ofBody] as const, ...QUERIES];

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof CodedError ? error.code : error),
  );
}

describe.each(REQUESTS)('the terms of %s', (_request, read) => {
  it.each([
    ['60s', MINUTE],
    ['90s', 90 * SECOND],
    ['3h', 3 * HOUR],
    ['400d', 400 * DAY],
  ])('unknown_after may be %s', async (unknown_after, duration) => {
    expect(await read({ unknown_after })).toMatchObject({ unknown_after: duration });
  });

  it.each(['59s', '401d', '', 'never', '3', 60, [], ['3h'], ['3h', '3h'], {}, true, false, 1e21, NaN])(
    'unknown_after may not be %j',
    async (unknown_after) => {
      expect(await codeOf(read({ unknown_after }))).toBe('invalid_unknown_after');
    },
  );

  it('closures and default_status are one of their words', async () => {
    for (const closures of ['exclude', 'ignore']) expect(await read({ closures })).toMatchObject({ closures });
    for (const default_status of ['active', 'inactive', 'unknown']) {
      expect(await read({ default_status })).toMatchObject({ default_status });
    }
    for (const wrong of ['', 'Exclude', 'ignore ', 'constructor', ['ignore'], ['ignore', 'ignore'], {}, 1, true]) {
      expect(await codeOf(read({ closures: wrong }))).toBe('invalid_closures');
      expect(await codeOf(read({ default_status: wrong }))).toBe('invalid_default_status');
    }
  });
});

describe('the terms in the body for a report', () => {
  it('may be null, which is to leave them out', async () => {
    const left = {
      as_of: null,
      default_status: null,
      unknown_after: null,
      closures: null,
      columns: null,
      windows: null,
    };
    expect(await ofBody(left)).toMatchObject(left);
    for (const given of [{}, { default_status: null, unknown_after: null, closures: null }]) {
      expect(requestedTerms(given)).toEqual({ defaultStatus: undefined, unknownAfter: undefined, closures: undefined });
    }
  });

  it('columns are standard or all', async () => {
    for (const columns of ['standard', 'all']) expect(await ofBody({ columns })).toMatchObject({ columns });
    for (const columns of ['', 'ALL', ['all'], ['standard', 'all'], {}, true, 2]) {
      expect(await codeOf(ofBody({ columns }))).toBe('invalid_columns');
    }
  });

  it.each([
    [['last_hour']],
    [['2024-10', '2024-W41', '2024-10-05', '2024-10-01..2024-10-14', 'last_week']],
    [Array.from({ length: 12 }, (_, month) => `2024-${String(month + 1).padStart(2, '0')}`)],
  ])('windows may be %j', async (windows) => {
    expect(await ofBody({ windows })).toMatchObject({ windows });
  });

  it.each([
    ['none', []],
    ['more than 12', Array.from({ length: 13 }, (_, day) => `2024-10-${String(day + 10)}`)],
    ['one twice', ['last_day', '2024-10', 'last_day']],
    ['one that cannot be', ['last_day', '2023-W53']],
    ['one that is too long', ['2024-01-01..2025-01-01']],
    ['one that ends before it begins', ['2024-10-02..2024-10-01']],
    ['one that every object has', ['constructor']],
    ['a list in the list', [['last_day']]],
    ['a number', [2024]],
    ['null', [null]],
    ['a text', 'last_day'],
    ['an object', { 0: 'last_day', length: 1 }],
    ['true', true],
  ])('windows may not be %s', async (_what, windows) => {
    expect(await codeOf(ofBody({ windows }))).toBe('invalid_windows');
  });
});
