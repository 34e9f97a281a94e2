import 'reflect-metadata';
import { date, everyDay, opening, row } from '../../../../test/support/calculator/schedules';
import { CodedError } from '../../../common/coded-error';
import { ListClosuresQuery, NewClosureDto } from '../../closures/closure.dto';
import { RequestValidationPipe } from '../../http/validation/request-validation.pipe';
import { HoursPipe, SpecialHoursPipe } from './hours.pipe';
import { ListSpecialHoursQuery, PutTimezoneDto, SpecialDateParameter } from './schedules.dto';

const pipe = new RequestValidationPipe();
const RIGHT = { dayOfWeek: 0, opens: '09:00', closes: '17:00' };
const SPECIAL = { opens: '09:00', closes: '17:00' };

async function body(metatype: new () => object, value: unknown): Promise<unknown> {
  return pipe.transform(value, { type: 'body', metatype });
}

async function errorOf(work: () => unknown): Promise<unknown> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return error instanceof CodedError ? { code: error.code, ...error.values } : error;
  }
}

const hours = (value: unknown) => new HoursPipe().transform(value);
const special = (value: unknown) => new SpecialHoursPipe().transform(value);

describe('the hours in a body', () => {
  it('are rows, or one of two words in their place, from a date on', () => {
    expect(hours({ hours: [RIGHT] })).toEqual({ hours: [row('Mon 09:00-17:00')], from: -Infinity });
    expect(hours({ always_open: true })).toEqual({ hours: 'always_open', from: -Infinity });
    expect(hours({ closed: true, effective_from: null })).toEqual({ hours: [], from: -Infinity });
    expect(hours({ closed: true, effective_from: ' 2024-10-07 ' })).toEqual({ hours: [], from: date('2024-10-07') });
    const week = everyDay('09:00-17:00').map(row);
    const rows = week.map(({ dayOfWeek }) => ({ ...RIGHT, dayOfWeek }));
    expect(hours({ hours: rows, effective_from: '1700-01-01' })).toEqual({ hours: week, from: date('1700-01-01') });
  });

  it('must say which of two things an empty list means', async () => {
    expect(await errorOf(() => hours({ hours: [] }))).toMatchObject({ code: 'ambiguous_hours' });
    expect(await errorOf(() => hours({ hours: [], effective_from: '2024-10-07' }))).toMatchObject({
      code: 'ambiguous_hours',
    });
  });

  it.each([
    [{ hours: [RIGHT], closed: true }],
    [{ always_open: true, closed: true }],
    [{ always_open: false }],
    [{ closed: 'true' }],
    [{ closed: 1 }],
    [{ closed: null }],
    [{ hours: null, closed: true }],
    [{ effective_from: '2024-10-07' }],
  ])('are not %j', async (value) => {
    expect(await errorOf(() => hours(value))).toMatchObject({ code: 'invalid_hours' });
  });

  it.each([
    '',
    '2024-02-30',
    '2024-10',
    '1699-12-31',
    '2255-01-01',
    'today',
    '2024-10-07T00:00',
    20241007,
    0,
    [],
    {},
    true,
  ])('are in force from no date %j', async (effective_from) => {
    const wrong = { code: 'invalid_date', field: 'effective_from' };
    expect(await errorOf(() => hours({ closed: true, effective_from }))).toEqual(wrong);
    expect(await errorOf(() => body(PutTimezoneDto, { timezone: 'UTC', effective_from }))).toMatchObject(wrong);
  });
});

describe('the hours of a special date in a body', () => {
  it('are rows without a weekday, or closed', () => {
    expect(special({ hours: [SPECIAL, { opens: '20:00', closes: '02:00' }] })).toEqual([
      opening('09:00-17:00'),
      opening('20:00-02:00'),
    ]);
    expect(special({ closed: true })).toEqual([]);
  });

  it.each([
    ['ambiguous_hours', { hours: [] }],
    ['invalid_special_hours', {}],
    ['invalid_special_hours', { closed: false }],
    ['invalid_special_hours', { hours: [SPECIAL], closed: true }],
    ['invalid_special_hours', { hours: Array.from({ length: 101 }, () => SPECIAL) }],
    ['unknown_field', { always_open: true }],
    ['unknown_field', { closed: true, effective_from: '2024-10-07' }],
    ['unknown_field', { hours: [RIGHT] }],
    ['missing_field', { hours: [{ opens: '09:00' }] }],
    ['missing_field', { hours: [{ opens: '', closes: '' }] }],
    ['invalid_time', { hours: [{ opens: '9', closes: '17:00' }] }],
    ['not_an_object', { hours: ['09:00-17:00'] }],
  ])('%s: %j', async (code, value) => {
    expect(await errorOf(() => special(value))).toMatchObject({ code });
  });

  it('are of a date that exists', async () => {
    const read = async (text: string) =>
      pipe.transform({ store_id: 's', date: text }, { type: 'param', metatype: SpecialDateParameter });
    expect(await read('2024-11-28')).toMatchObject({ date: date('2024-11-28') });
    for (const wrong of ['2024-11-31', '2024-11', 'today', '', '1699-12-31']) {
      expect(await errorOf(() => read(wrong))).toMatchObject({ code: 'invalid_date', field: 'date' });
    }
  });

  it('are listed from one date to another', async () => {
    const read = async (value: object) => pipe.transform(value, { type: 'query', metatype: ListSpecialHoursQuery });
    const [from, to] = ['2024-11-28', '2024-12-24'];
    expect(await read({ from, to })).toEqual({ from: date(from), to: date(to) });
    expect(await errorOf(() => read({ from: '2024-11-31' }))).toMatchObject({ code: 'invalid_date', field: 'from' });
    expect(await errorOf(() => read({ to: [to, to] }))).toMatchObject({ code: 'invalid_date', field: 'to' });
  });
});

describe('a zone in a body', () => {
  it('is in force from the beginning of time, or from a date', async () => {
    expect(await body(PutTimezoneDto, { timezone: 'asia/tokyo' })).toEqual({ timezone: 'Asia/Tokyo' });
    expect(await body(PutTimezoneDto, { timezone: null, effective_from: null })).toEqual({
      timezone: null,
      effective_from: null,
    });
    expect(await body(PutTimezoneDto, { timezone: 'UTC', effective_from: '2024-10-07' })).toEqual({
      timezone: 'UTC',
      effective_from: date('2024-10-07'),
    });
  });
});

describe('a closure in a body', () => {
  const CLOSURE = { store_id: '42', from: '2024-10-03T18:00:00Z', to: '2024-10-05T06:00:00Z', reason: 'kitchen refit' };
  const closure = async (changed: object) => body(NewClosureDto, { ...CLOSURE, ...changed });

  it('is of a store or of all, and may have no reason', async () => {
    expect(await closure({})).toEqual({
      ...CLOSURE,
      from: Date.parse(CLOSURE.from) * 1000,
      to: Date.parse(CLOSURE.to) * 1000,
    });
    expect(await closure({ store_id: ' * ', reason: '' })).toMatchObject({ store_id: '*', reason: '' });
    expect(await closure({ reason: undefined })).not.toHaveProperty('reason', expect.anything());
    // 200 characters, each of which is two units of UTF-16.
    expect(await closure({ reason: '𝄞'.repeat(200) })).toMatchObject({ reason: '𝄞'.repeat(200) });
  });

  it.each([
    ['invalid_store_id', { store_id: '**' }],
    ['invalid_store_id', { store_id: '' }],
    ['invalid_store_id', { store_id: 42 }],
    ['invalid_from', { from: 'yesterday' }],
    ['invalid_from', { from: null }],
    ['invalid_to', { to: 5 }],
    ['invalid_closure', { to: CLOSURE.from }],
    ['invalid_closure', { to: '2024-10-03T17:59:59.999999Z' }],
    ['invalid_reason', { reason: 'x'.repeat(201) }],
    ['invalid_reason', { reason: '\0' }],
    ['invalid_reason', { reason: null }],
    ['invalid_reason', { reason: 5 }],
    ['unknown_field', { until: CLOSURE.to }],
  ])('%s: %j', async (code, changed) => {
    expect(await errorOf(() => closure(changed))).toMatchObject({ code });
  });

  it('may last a microsecond', async () => {
    expect(await closure({ to: '2024-10-03T18:00:00.000001Z' })).toMatchObject({
      to: Date.parse(CLOSURE.from) * 1000 + 1,
    });
  });

  it('is listed by its store, and not by all of them', async () => {
    const read = async (value: object) => pipe.transform(value, { type: 'query', metatype: ListClosuresQuery });
    expect(await read({ store_id: '42', revoked: 'true' })).toMatchObject({ store_id: '42', revoked: true });
    expect(await errorOf(() => read({ store_id: '*' }))).toMatchObject({ code: 'invalid_store_id' });
  });
});
