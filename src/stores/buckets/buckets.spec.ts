import { TestDatabase } from '../../../test/support/postgres';
import { seededRandom } from '../../../test/support/random';
import { ALL_BUCKETS, BUCKETS, bucketIn, bucketOf, bucketOfId, bucketOfKey, bucketsOf, bucketsOfKeys } from './buckets';

const CHARACTERS = 'ABCXYZabcxyz0189._:-';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(() => test.stop());

/** Ids of all lengths. */
function someIds(count: number): string[] {
  const random = seededRandom('buckets');
  return Array.from({ length: count }, (_, index) => {
    const rest = Array.from({ length: index % 128 }, () => CHARACTERS[random.below(CHARACTERS.length)]);
    return `${index}`.slice(0, 1) + rest.join('');
  });
}

describe('the bucket of a store', () => {
  // Stored data rely on these: they must never change.
  it.each([
    ['a', 10],
    ['store-000001', 46],
    ['C', 43],
    ['8139926242460185114', 46],
  ])('%s is %i for good', (id, bucket) => {
    expect(bucketOf(id)).toBe(bucket);
  });

  it('is the same in SQL, by its id and by its key', async () => {
    const ids = someIds(2000);
    const found = await test.query(
      `SELECT ${bucketOfId('id')} AS bucket, pg_typeof(${bucketOfId('id')})::text AS type, ${bucketIn('key')} AS of_key
       FROM unnest($1::text[], $2::integer[]) AS given (id, key)`,
      [ids, ids.map((id, index) => index * BUCKETS + bucketOf(id))],
    );
    const expected = ids.map((id) => ({ bucket: bucketOf(id), type: 'smallint', of_key: bucketOf(id) }));
    expect(found).toEqual(expected);
  });

  it('is one of 64, each with its share of the stores', () => {
    const buckets = Array.from({ length: 64_000 }, (_, store) => bucketOf(`store-${store}`));
    expect(ALL_BUCKETS).toHaveLength(64);
    for (const bucket of ALL_BUCKETS) {
      const { length } = buckets.filter((found) => found === bucket);
      expect(Math.abs(length - 1000)).toBeLessThan(200);
    }
  });

  it('is told by its key', () => {
    expect([64, 65, 127, 128, 2_147_483_647].map(bucketOfKey)).toEqual([0, 1, 63, 0, 63]);
  });

  it('is counted once among those of several stores', () => {
    const ids = ['store-000001', 'C', 'a', 'C', 'store-000001'];
    expect(bucketsOf(ids)).toEqual([46, 43, 10]);
    expect(bucketsOf([])).toEqual([]);
    expect(bucketsOf(someIds(2000)).toSorted((a, b) => a - b)).toEqual(ALL_BUCKETS);
    expect(bucketsOfKeys([64 + 3, 128 + 3, 7])).toEqual([3, 7]);
  });
});
