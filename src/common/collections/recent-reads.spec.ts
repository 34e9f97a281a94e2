import { RecentReads } from './recent-reads';

let begun: { readonly resolve: (value: string) => void; readonly reject: (error: Error) => void }[];
let reads: RecentReads<string>;

beforeEach(() => {
  jest.useFakeTimers();
  begun = [];
  reads = new RecentReads(
    () =>
      new Promise((resolve, reject) => {
        begun.push({ resolve, reject });
      }),
    (value) => value !== 'over',
  );
});

afterEach(() => {
  jest.useRealTimers();
});

/** Completes the first read with a value. */
async function know(value: string): Promise<void> {
  const first = reads.get('a');
  begun[0]?.resolve(value);
  await first;
}

it('answers from memory for ten milliseconds after a read', async () => {
  await know('old');
  jest.advanceTimersByTime(9);
  expect(await reads.get('a')).toBe('old');
  expect(begun).toHaveLength(1);
  jest.advanceTimersByTime(1);
  const news = reads.get('a');
  begun[1]?.resolve('new');
  expect(await news).toBe('new');
});

it('answers from memory for up to a hundred milliseconds while another waits for a read', async () => {
  await know('old');
  jest.advanceTimersByTime(99);
  const news = reads.get('a');
  expect(await reads.get('a')).toBe('old');
  jest.advanceTimersByTime(1);
  const alsoNews = reads.get('a');
  begun[1]?.resolve('new');
  expect(await Promise.all([news, alsoNews])).toEqual(['new', 'new']);
  expect(begun).toHaveLength(2);
});

it('shares a read among those who ask for the same key, and keeps no others waiting', async () => {
  const asked = [reads.get('a'), reads.get('a'), reads.get('b')];
  expect(begun).toHaveLength(2);
  begun[1]?.resolve('other');
  expect(await asked[2]).toBe('other');
  begun[0]?.resolve('one');
  expect(await Promise.all(asked.slice(0, 2))).toEqual(['one', 'one']);
});

it('waits for a slow read, but only for twenty milliseconds if it knows something that is less than a second old', async () => {
  await know('old');
  jest.advanceTimersByTime(500);
  const slow = reads.get('a');
  const waited = jest.fn();
  void slow.then(waited);
  await jest.advanceTimersByTimeAsync(19);
  expect(waited).not.toHaveBeenCalled();
  const later = reads.get('a');
  await jest.advanceTimersByTimeAsync(1);
  expect(waited).toHaveBeenCalledWith('old');
  begun[1]?.resolve('new');
  expect(await later).toBe('new');

  const third = reads.get('a');
  jest.advanceTimersByTime(1_000);
  const waiting = reads.get('a');
  expect(begun).toHaveLength(3);
  expect(await third).toBe('new');
  const outcome = jest.fn();
  void waiting.then(outcome);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(outcome).not.toHaveBeenCalled();
  begun[2]?.resolve('newest');
  expect(await waiting).toBe('newest');
});

it('counts the age of what it knows from when it began to read', async () => {
  const slow = reads.get('a');
  jest.advanceTimersByTime(1_000);
  begun[0]?.resolve('old');
  await slow;
  const outcome = jest.fn();
  const news = reads.get('a');
  void news.then(outcome);
  await jest.advanceTimersByTimeAsync(5_000);
  expect(outcome).not.toHaveBeenCalled();
  begun[1]?.resolve('new');
  expect(await news).toBe('new');
});

it('passes a failure on to those who wait, and reads again for whoever asks next', async () => {
  await know('old');
  jest.advanceTimersByTime(10);
  const news = reads.get('a');
  begun[1]?.reject(new Error('away'));
  await expect(news).rejects.toThrow('away');
  const next = reads.get('a');
  begun[2]?.resolve('back');
  expect(await next).toBe('back');
});

it('keeps nothing that can no longer change', async () => {
  await know('over');
  void reads.get('a');
  expect(begun).toHaveLength(2);
});

it('never answers with what it was told to forget', async () => {
  await know('old');
  jest.advanceTimersByTime(10);
  const before = reads.get('a');
  reads.forget('a');
  const after = reads.get('a');
  begun[1]?.resolve('old');
  expect(await before).toBe('old');
  const alsoAfter = reads.get('a');
  begun[2]?.resolve('new');
  expect(await Promise.all([after, alsoAfter])).toEqual(['new', 'new']);
  expect(await reads.get('a')).toBe('new');
});

it('keeps nothing for longer than a second', async () => {
  await know('old');
  expect(jest.getTimerCount()).toBe(1);
  jest.advanceTimersByTime(1_000);
  expect(jest.getTimerCount()).toBe(0);
  void reads.get('a');
  expect(begun).toHaveLength(2);
});
