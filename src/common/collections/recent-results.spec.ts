import { RecentResults } from './recent-results';

let made: string[];

beforeEach(() => {
  made = [];
});

async function make(name: string): Promise<string> {
  made.push(name);
  return Promise.resolve(`${name}${made.length}`);
}

it('makes a result once for all requests, and keeps those that were used last', async () => {
  const results = new RecentResults<string>(2);
  const get = async (key: string) => results.get(key, () => make(key));
  expect(await Promise.all([get('a'), get('a')])).toEqual(['a1', 'a1']);
  for (const key of ['b', 'a', 'c', 'a', 'b']) await get(key);
  expect(made).toEqual(['a', 'b', 'c', 'b']);
});

it('makes a result anew once it no longer holds', async () => {
  const results = new RecentResults<string>(2);
  const get = async (holds: boolean) =>
    results.get(
      'a',
      () => make('a'),
      () => Promise.resolve(holds),
    );
  expect([await get(true), await get(true), await get(false), await get(true)]).toEqual(['a1', 'a1', 'a2', 'a2']);
});

it('makes a result anew once for all that find it no longer holds', async () => {
  const results = new RecentResults<string>(2);
  const get = async () =>
    results.get(
      'a',
      () => make('a'),
      (result) => Promise.resolve(result !== 'a1'),
    );
  expect(await get()).toBe('a1');
  expect(await Promise.all([get(), get(), get()])).toEqual(['a2', 'a2', 'a2']);
});

it('asks again for what could not be had', async () => {
  const results = new RecentResults<string>(2);
  await expect(results.get('a', () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  expect(await results.get('a', () => make('a'))).toBe('a1');
});

it('keeps no more than a size of all together, but the one that was used last, however large', async () => {
  const results = new RecentResults<string>(10, { of: (result) => result.length, most: 6 });
  const get = async (key: string) => results.get(key, () => make(key));
  for (const key of ['aa', 'bb', 'aa', 'bb', 'c', 'bb', 'aa']) await get(key);
  expect(made).toEqual(['aa', 'bb', 'c', 'aa']);
  await get('larger');
  await get('larger');
  expect(made.slice(4)).toEqual(['larger']);
  await get('aa');
  await get('larger');
  expect(made.slice(5)).toEqual(['aa', 'larger']);
});
