import 'reflect-metadata';
import { CodedError } from '../../../common/coded-error';
import { PutHoursDto } from '../../stores/schedules.dto';
import { ListStoresQuery } from '../../stores/stores.query';
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
      expect(await codeOf(query(PageQuery, { limit }))).toEqual({ code: 'invalid_limit' });
    }
  });
});

describe('a query', () => {
  it('has only the parameters of its class', async () => {
    expect(await codeOf(query(PageQuery, { limt: '1' }))).toEqual({ code: 'unknown_parameter', parameter: 'limt' });
  });

  it('converts strings to the types of its fields', async () => {
    const given = { q: '', status: 'active', open: 'true', stale: 'false' };
    expect(await query(ListStoresQuery, given)).toMatchObject({ status: 'active', open: true, stale: false });
    expect(await query(ListStoresQuery, given)).toHaveProperty('q', undefined);
  });

  it('lists the choices if a value is not one of them or is repeated', async () => {
    const refused = { code: 'invalid_status', choices: 'active or inactive' };
    for (const status of ['', 'open', ['active', 'active']]) {
      expect(await codeOf(query(ListStoresQuery, { status }))).toEqual(refused);
    }
  });
});

describe('a body', () => {
  const right = { dayOfWeek: 0, opens: '09:00', closes: '17:00' };

  it('names the first invalid item and its field', async () => {
    const hours = [right, { ...right, closes: 17 }, { ...right, dayOfWeek: 9 }];
    const refused = codeOf(pipe.transform({ hours }, { type: 'body', metatype: PutHoursDto }));
    expect(await refused).toEqual({ code: 'invalid_time', field: 'hours[1].closes', index: 1 });
  });

  it('is refused before it is traversed if it is nested too deeply', async () => {
    let nested: unknown = [];
    for (let level = 0; level < 20_000; level++) nested = [nested];
    const refused = codeOf(pipe.transform({ hours: nested }, { type: 'body', metatype: PutHoursDto }));
    expect(await refused).toEqual({ code: 'invalid_body' });
  });
});
