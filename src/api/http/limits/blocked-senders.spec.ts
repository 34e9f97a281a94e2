import { BlockedSenders } from './blocked-senders';

const block = (seconds: number) => ({
  limited: 'key' as const,
  limit: 5,
  endsAt: performance.now() + seconds * 1000,
});

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

it('remembers a sender for five seconds, but not beyond the end of its block', () => {
  const blocked = new BlockedSenders();
  blocked.add('a', block(10));
  blocked.add('b', block(2));
  jest.advanceTimersByTime(1_999);
  expect(blocked.find('a')).toMatchObject({ limited: 'key', limit: 5 });
  expect(blocked.find('b')).toBeDefined();
  jest.advanceTimersByTime(1);
  expect(blocked.find('b')).toBeUndefined();
  jest.advanceTimersByTime(2_999);
  expect(blocked.find('a')).toBeDefined();
  jest.advanceTimersByTime(1);
  expect(blocked.find('a')).toBeUndefined();
});

it('forgets the oldest sender when there are too many', () => {
  const blocked = new BlockedSenders();
  for (let sender = 0; sender < 10_000; sender++) blocked.add(`${sender}`, block(10));
  blocked.add('0', block(10));
  expect(blocked.find('1')).toBeDefined();
  blocked.add('another', block(10));
  expect(blocked.find('1')).toBeUndefined();
  expect(blocked.find('0')).toBeDefined();
  expect(blocked.find('another')).toBeDefined();
});
