import { totalLength, union, within, without } from './intervals';

/** Intervals as pairs, which are shorter to read. */
const intervals = (...pairs: readonly (readonly [number, number])[]) => pairs.map(([from, to]) => ({ from, to }));

describe('the union of intervals', () => {
  it.each([
    ['nothing', [], []],
    ['one', [[1, 2]], [[1, 2]]],
    [
      'those that overlap',
      [
        [1, 5],
        [3, 8],
      ],
      [[1, 8]],
    ],
    [
      'those that touch',
      [
        [1, 5],
        [5, 8],
      ],
      [[1, 8]],
    ],
    [
      'the same ones',
      [
        [1, 5],
        [1, 5],
      ],
      [[1, 5]],
    ],
    [
      'one within another',
      [
        [1, 9],
        [2, 3],
        [8, 9],
      ],
      [[1, 9]],
    ],
    [
      'those a microsecond apart',
      [
        [1, 5],
        [6, 8],
      ],
      [
        [1, 5],
        [6, 8],
      ],
    ],
    [
      'those in any order',
      [
        [6, 8],
        [1, 2],
        [2, 4],
        [7, 9],
      ],
      [
        [1, 4],
        [6, 9],
      ],
    ],
  ] as const)('of %s', (_which, given, expected) => {
    expect(union(intervals(...given))).toEqual(intervals(...expected));
  });

  it('leaves what it is given as it is', () => {
    const given = intervals([3, 5], [1, 4]);
    union(given);
    expect(given).toEqual(intervals([3, 5], [1, 4]));
  });
});

describe('the parts of intervals within another one', () => {
  it.each([
    [
      'are all of those that lie in it',
      [
        [10, 12],
        [18, 20],
      ],
      [
        [10, 12],
        [18, 20],
      ],
    ],
    [
      'are cut at both ends',
      [
        [5, 11],
        [19, 30],
      ],
      [
        [10, 11],
        [19, 20],
      ],
    ],
    [
      'are none of those that only touch it',
      [
        [5, 10],
        [20, 30],
      ],
      [],
    ],
    ['are all of it, if one is longer', [[0, 100]], [[10, 20]]],
  ] as const)('%s', (_which, given, expected) => {
    expect(within(intervals(...given), { from: 10, to: 20 })).toEqual(intervals(...expected));
  });
});

describe('what is left of intervals without others', () => {
  const given = [
    [10, 20],
    [30, 40],
  ] as const;

  it.each([
    ['is everything without others', [], given],
    [
      'is everything if the others lie elsewhere',
      [
        [0, 10],
        [20, 30],
        [40, 50],
      ],
      given,
    ],
    ['is nothing if one covers them all', [[0, 50]], []],
    ['is nothing if they are the same', given, []],
    [
      'is the start and the end around a hole',
      [[12, 13]],
      [
        [10, 12],
        [13, 20],
        [30, 40],
      ],
    ],
    [
      'is cut by holes that reach beyond either end',
      [
        [5, 11],
        [19, 31],
        [39, 45],
      ],
      [
        [11, 19],
        [31, 39],
      ],
    ],
    [
      'is a microsecond between two holes',
      [
        [10, 14],
        [15, 20],
      ],
      [
        [14, 15],
        [30, 40],
      ],
    ],
    [
      'is what lies around several holes',
      [
        [11, 12],
        [13, 14],
        [35, 36],
      ],
      [
        [10, 11],
        [12, 13],
        [14, 20],
        [30, 35],
        [36, 40],
      ],
    ],
  ] as const)('%s', (_which, holes, expected) => {
    expect(without(intervals(...given), intervals(...holes))).toEqual(intervals(...expected));
  });

  it('is nothing of nothing', () => {
    expect(without([], intervals([1, 2]))).toEqual([]);
  });
});

it('intervals are together as long as the sum of their lengths', () => {
  expect(totalLength([])).toBe(0);
  expect(totalLength(intervals([1, 4], [10, 20]))).toBe(13);
});
