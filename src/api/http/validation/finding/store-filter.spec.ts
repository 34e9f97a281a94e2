import { RequestValidationPipe } from '../request-validation.pipe';
import { parseQuery, StoreFilterQuery } from './store-filter';

const pipe = new RequestValidationPipe();

async function read(query: string): Promise<unknown> {
  return pipe.transform(parseQuery(query), { type: 'query', metatype: StoreFilterQuery });
}

it('parameters come as texts, or as lists of those that are given more than once', () => {
  expect(parseQuery('a=1&b=2&b=3&c=%26')).toEqual({ a: '1', b: ['2', '3'], c: '&' });
  expect(Object.keys(parseQuery('__proto__=1&attributes[x]=1'))).toEqual(['__proto__', 'attributes']);
});

it('attributes are values by name, whatever the case of the name', async () => {
  const query = 'attributes[region]=West&attributes%5BBrand%5D=%20a%20&attributes[Region]=East&attributes[brand]=';
  expect(await read(query)).toEqual({
    attributes: [
      { name: 'region', values: ['West', 'East'] },
      { name: 'Brand', values: ['a', ''] },
    ],
  });
  // Names that objects have of their own.
  expect(await read('attributes[constructor]=a&attributes[toString]=b')).toEqual({
    attributes: [
      { name: 'constructor', values: ['a'] },
      { name: 'toString', values: ['b'] },
    ],
  });
});

it('time zones are spelled as in the database, and may be several', async () => {
  expect(await read('timezone=europe/paris')).toEqual({ timezone: ['Europe/Paris'] });
  expect(await read('timezone=Asia/Tokyo&timezone=UTC')).toEqual({ timezone: ['Asia/Tokyo', 'UTC'] });
});

it.each([
  ['attributes=West', 'invalid_attribute_filter'],
  ['attributes[region]=West&attributes=x', 'invalid_attribute_filter'],
  ['attributes[]=West', 'invalid_attribute_filter'],
  ['attributes[1st]=West', 'invalid_attribute_filter'],
  ['attributes[ region]=West', 'invalid_attribute_filter'],
  ['attributes[__proto__]=West', 'invalid_attribute_filter'],
  ['attributes[Name]=West', 'invalid_attribute_filter'],
  ['attributes[region][a]=West', 'invalid_attribute_filter'],
  [`attributes[region]=${'x'.repeat(201)}`, 'invalid_attribute_filter'],
  ['attributes[region]=%00', 'invalid_attribute_filter'],
  [Array.from({ length: 201 }, (_, index) => `attributes[a]=${index}`).join('&'), 'invalid_attribute_filter'],
  ['q=a&q=b', 'invalid_q'],
  ['q=%00', 'invalid_q'],
  [`q=${'x'.repeat(201)}`, 'invalid_q'],
  ['timezone=Mars/Olympus', 'unknown_timezone'],
  ['timezone=UTC&timezone=', 'unknown_timezone'],
])('%.60s is refused: %s', async (query, code) => {
  await expect(read(query)).rejects.toMatchObject({ code });
});
