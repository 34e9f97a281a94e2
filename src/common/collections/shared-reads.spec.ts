import { SharedReads } from './shared-reads';

let begun: {
  readonly key: string;
  readonly resolve: (value: string) => void;
  readonly reject: (error: Error) => void;
}[];
let reads: SharedReads<string>;

beforeEach(() => {
  begun = [];
  reads = new SharedReads(
    (key) =>
      new Promise((resolve, reject) => {
        begun.push({ key, resolve, reject });
      }),
  );
});

it('those who ask while a read is under way share the next one, which begins after they have asked', async () => {
  const first = reads.get('a');
  await Promise.resolve();
  const [second, third] = [reads.get('a'), reads.get('a')];
  expect(begun).toHaveLength(1);
  begun[0]?.resolve('old');
  expect(await first).toBe('old');
  await Promise.resolve();
  expect(begun).toHaveLength(2);
  const fourth = reads.get('a');
  begun[1]?.resolve('new');
  expect(await Promise.all([second, third])).toEqual(['new', 'new']);
  await Promise.resolve();
  expect(begun).toHaveLength(3);
  begun[2]?.resolve('newest');
  expect(await fourth).toBe('newest');
});

it('those who ask at the same moment share a read', async () => {
  const asked = [reads.get('a'), reads.get('a'), reads.get('a')];
  await Promise.resolve();
  begun[0]?.resolve('now');
  expect(await Promise.all(asked)).toEqual(['now', 'now', 'now']);
  expect(begun).toHaveLength(1);
});

it('what nobody reads any more is read anew', async () => {
  const first = reads.get('a');
  await Promise.resolve();
  begun[0]?.resolve('old');
  await first;
  const second = reads.get('a');
  await Promise.resolve();
  begun[1]?.resolve('new');
  expect(await second).toBe('new');
});

it('different keys do not wait for each other', async () => {
  void reads.get('a');
  void reads.get('b');
  await Promise.resolve();
  expect(begun.map(({ key }) => key)).toEqual(['a', 'b']);
});

it('those who wait get the error of the read under way, and the next one begins anew', async () => {
  const first = reads.get('a');
  await Promise.resolve();
  const asked = [first, reads.get('a')];
  begun[0]?.reject(new Error('away'));
  const outcomes = await Promise.allSettled(asked);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const later = reads.get('a');
  await Promise.resolve();
  begun[1]?.resolve('back');
  expect(await later).toBe('back');
});
