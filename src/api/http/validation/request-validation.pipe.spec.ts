import 'reflect-metadata';
import { CodedError } from '../../../common/coded-error';
import { TriggerReportDto } from '../../reports/report.dto';
import { HoursPipe } from '../../stores/schedules/hours.pipe';
import { PutTimezoneDto } from '../../stores/schedules/schedules.dto';
import { ListObservationsQuery, ListStoresQuery } from '../../stores/stores.query';
import { PageQuery } from './parameters';
import { RequestValidationPipe } from './request-validation.pipe';

const pipe = new RequestValidationPipe();

async function query(metatype: new () => object, value: unknown): Promise<unknown> {
  return pipe.transform(value, { type: 'query', metatype });
}

async function codeOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => undefined,
    (error: unknown) => (error instanceof CodedError ? { code: error.code, ...error.values, ...error.members } : error),
  );
}

describe('a limit', () => {
  it('is a whole number from 1 to 500, and 50 if it is not given', async () => {
    const limits = [{}, { limit: '1' }, { limit: '007' }, { limit: '500' }].map((value) => query(PageQuery, value));
    expect(await Promise.all(limits)).toEqual([50, 1, 7, 500].map((limit) => ({ limit })));
    for (const limit of ['0', '501', '-1', '1.0', '1e2', '0x10', '+5', ' 5', '5 ', '', ['5'], 5]) {
      expect(await codeOf(query(PageQuery, { limit }))).toMatchObject({ code: 'invalid_limit' });
    }
  });
});

describe('a query', () => {
  it('converts strings to the types of its fields', async () => {
    const given = { status: 'active', open: 'true', stale: 'false' };
    expect(await query(ListStoresQuery, given)).toMatchObject({ status: 'active', open: true, stale: false });
  });

  it('lists the choices if a value is not one of them or is repeated', async () => {
    const refused = { code: 'invalid_status', choices: 'active or inactive' };
    for (const status of ['', 'open', ['active', 'active']]) {
      expect(await codeOf(query(ListStoresQuery, { status }))).toMatchObject(refused);
    }
  });
});

describe('an instant in a query', () => {
  const HINT = ' In a query, + means a space: write the + of an offset as %2B.';
  const hintOf = async (from: unknown) => codeOf(query(ListObservationsQuery, { from }));

  it.each([
    '2024-10-08T14:00:00 02:00',
    '2024-10-08 14:00:00 02:00',
    '2024-10-08T14:00 0230',
    '2024-10-08T14:00:00.5 02',
  ])('%s has lost the + of its offset, and the answer says so', async (from) => {
    expect(await hintOf(from)).toMatchObject({ code: 'invalid_from', hint: HINT });
    expect(await query(ListObservationsQuery, { from: from.replace(/ (?=\S*$)/, '+') })).toMatchObject({
      from: expect.any(Number),
    });
  });

  it.each(['yesterday', '2024-10-08 25:00', '2024-10-08T14:00:00 EST', '2024-10-08T14:00:00 99:00', '', ['x']])(
    '%j is wrong for another reason',
    async (from) => {
      expect(await hintOf(from)).toMatchObject({ code: 'invalid_from', hint: '' });
    },
  );

  it('may have a space where no + was lost', async () => {
    expect(await query(ListObservationsQuery, { from: '1970-01-01 00:01' })).toMatchObject({ from: 60_000_000 });
    expect(await query(ListObservationsQuery, { from: '1970-01-01 00:00:01 UTC' })).toMatchObject({ from: 1_000_000 });
  });
});

describe('a body', () => {
  const body = async (metatype: new () => object, value: unknown) =>
    codeOf(pipe.transform(value, { type: 'body', metatype }));

  /** Deeper than a recursive walk can go. */
  function nested(): unknown {
    let value: unknown = [];
    for (let level = 0; level < 20_000; level++) value = [value];
    return value;
  }

  it('has instants in strings only, and no lost +', async () => {
    for (const value of ['2024-10-08T14:00:00 02:00', 5, true]) {
      expect(await body(TriggerReportDto, { as_of: value })).toMatchObject({ code: 'invalid_as_of', hint: '' });
    }
  });

  it('must be an object', async () => {
    for (const value of [[], null, 'text', 7, true]) {
      expect(await body(PutTimezoneDto, value)).toEqual({ code: 'invalid_body' });
    }
  });

  it.each(['zone', 'constructor', '__proto__', 'toString', '0'])('has no field %s', async (field) => {
    const given: unknown = JSON.parse(`{"timezone":"UTC","${field}":1}`);
    expect(await body(PutTimezoneDto, given)).toEqual({ code: 'unknown_field', field });
  });

  it('is refused by the field that is nested, however deeply', async () => {
    expect(await body(PutTimezoneDto, { timezone: nested() })).toMatchObject({ code: 'invalid_timezone' });
    expect(await body(TriggerReportDto, { as_of: nested() })).toMatchObject({ code: 'invalid_as_of' });
    expect(await body(PutTimezoneDto, { zone: nested() })).toMatchObject({ code: 'unknown_field' });
  });
});

describe('the hours in a body', () => {
  const right = { dayOfWeek: 0, opens: '09:00', closes: '17:00' };
  const errorOf = (body: unknown) => codeOf(Promise.resolve().then(() => new HoursPipe().transform(body)));

  it.each([
    ['invalid_body', []],
    ['unknown_field', { hours: [right], constructor: 1 }],
    ['invalid_hours', {}],
    ['invalid_hours', { hours: null }],
    ['invalid_hours', { hours: 'x' }],
    ['invalid_hours', { hours: Array.from({ length: 101 }, () => ({})) }],
    ['ambiguous_hours', { hours: [] }],
  ])('%s: %j', async (code, body) => {
    expect(await errorOf(body)).toMatchObject({ code });
  });

  it.each([
    ['not_an_object', []],
    ['not_an_object', [right]],
    ['not_an_object', 7],
    ['unknown_field', JSON.parse('{"__proto__":1}')],
    ['missing_field', { ...right, opens: ' ' }],
    ['missing_field', { dayOfWeek: null, opens: null, closes: [] }],
    ['invalid_day', { ...right, dayOfWeek: [] }],
    ['invalid_day', { ...right, dayOfWeek: 6.5 }],
    ['invalid_day', { ...right, dayOfWeek: 7 }],
    ['invalid_day', { ...right, dayOfWeek: -1 }],
    ['invalid_time', { ...right, closes: {} }],
  ])('%s, with the index of the first wrong row: %j', async (code, row: unknown) => {
    expect(await errorOf({ hours: [right, row, { dayOfWeek: 9 }] })).toMatchObject({ code, index: 1 });
  });

  it('are parsed to microseconds after midnight', () => {
    expect(new HoursPipe().transform({ hours: [{ dayOfWeek: 6, opens: ' 00:00:00.5 ', closes: '24:00' }] })).toEqual({
      hours: [{ dayOfWeek: 6, opens: 500_000, closes: 86_400_000_000 }],
      from: -Infinity,
    });
  });
});
