import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../test/support/random';
import { WEEK } from '../../calculator/instants';
import { Spool } from '../../platform/spool/spool';
import { ObservationSorter } from './observation-sorter';
import { ImportStores } from './import-stores';
import { weekOf } from './weeks/observation-partitions';

let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'sorter-'));
});

afterAll(async () => {
  await rm(directory, { recursive: true });
});

/** Rows as `store instant status`, in the order in which the sorter returns them. */
async function sorted(rows: readonly (readonly [number, number, boolean])[]): Promise<string[]> {
  const stores = new ImportStores();
  const sorter = new ObservationSorter(stores, directory);
  for (const [index, row] of rows.entries()) {
    if (index % 10_000 === 0) await sorter.makeRoom();
    const [store, observedAt, active] = row;
    sorter.add(stores.indexOf(nameOf(store)), observedAt, active);
  }
  const found: string[] = [];
  for await (const { store, observedAt, active } of sorter.sorted()) {
    const ids = (await stores.sortedIds()).slice();
    for (const [row, rank] of store.entries()) {
      found.push(`${ids[rank] ?? ''} ${observedAt[row] ?? ''} ${active[row] ?? ''}`);
    }
  }
  await sorter.close();
  return found;
}

function expected(rows: readonly (readonly [number, number, boolean])[]): string[] {
  const order = rows.map((row, index) => ({ row, index }));
  order.sort((a, b) => a.row[0] - b.row[0] || a.row[1] - b.row[1] || a.index - b.index);
  return order.map(({ row: [store, at, active] }) => `${nameOf(store)} ${at} ${active ? 1 : 0}`);
}

/** Names that sort like the numbers, in shuffled order. */
function nameOf(store: number): string {
  return String(store).padStart(6, '0');
}

describe('observations are sorted by store id and instant, keeping the input order of equal ones', () => {
  const random = seededRandom('observation sorter');
  const row = (stores: number, earliest: number, latest: number) =>
    [random.integer(0, stores - 1), random.integer(earliest, latest), random.chance(0.5)] as const;

  it('in memory, over the whole range of instants', async () => {
    const rows = Array.from({ length: 5000 }, () => row(50, -9e15, 9e15)).concat(
      Array.from({ length: 5000 }, () => row(50, 1.7e15, 1.7e15 + 3)),
    );
    expect(await sorted(rows)).toEqual(expected(rows));
    expect(await sorted([])).toEqual([]);
  });

  it('over two segments on disk, which leave no file behind', async () => {
    const rows = Array.from({ length: 150_000 }, () => row(3000, 1.7e15, 1.7e15 + 50));
    expect((await sorted(rows)).join('\n') === expected(rows).join('\n')).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });
});

/** The most rows in a segment. */
const FULL = 131_072;
/** The most rows in a batch. */
const BATCH = 2 * FULL;
/** The most rows between two calls of `makeRoom`. */
const AT_ONCE = 16_384;
const ROW_BYTES = 16;
const EARLIEST = 1.7e15;
const ROWS_PER_STORE = 100;

/** The weeks and sizes of the batches of rows, and the rows in order. */
async function batched(rows: readonly (readonly [store: number, at: number])[]) {
  const stores = new ImportStores();
  const sorter = new ObservationSorter(stores, directory);
  for (const [index, [store, at]] of rows.entries()) {
    if (index % AT_ONCE === 0) await sorter.makeRoom();
    sorter.add(stores.indexOf(nameOf(store)), at, true);
  }
  // Twice: to load weeks, and to write the rest.
  for await (const { store } of sorter.sorted()) expect(store.length).toBeGreaterThan(0);
  const batches: number[][] = [];
  const found: [number, number][] = [];
  for await (const { store, observedAt } of sorter.sorted()) {
    batches.push([...new Set(Array.from(observedAt, weekOf)), store.length]);
    for (const [row, rank] of store.entries()) found.push([rank, observedAt[row] ?? NaN]);
  }
  await sorter.close();
  return { batches, found };
}

describe('more rows than a segment has', () => {
  const week = weekOf(EARLIEST);

  it('come week by week, each in batches of its own', async () => {
    const weekOfRow = (row: number) => EARLIEST + (row % 3) * WEEK;
    const rows = Array.from({ length: FULL + 1 }, (_, row) => [(row * 7919) % 500, weekOfRow(row)] as const);
    const { batches, found } = await batched(rows);
    expect(batches).toEqual([
      [week, 43_691],
      [week + 1, 43_691],
      [week + 2, 43_691],
    ]);
    expect(found).toEqual(rows.toSorted((a, b) => a[1] - b[1] || a[0] - b[0]));
  });

  it('of one instant of a store come in one batch, unless they are more than it can have', async () => {
    const together = Array.from({ length: BATCH + 3 }, (_, row) => [1, EARLIEST + Math.min(row, BATCH - 2)] as const);
    expect((await batched(together)).batches).toEqual([
      [week, BATCH - 2],
      [week, 5],
    ]);
    const equal = Array.from({ length: BATCH + 1 }, () => [1, EARLIEST] as const);
    expect((await batched(equal)).batches).toEqual([
      [week, BATCH],
      [week, 1],
    ]);
  });
});

interface SortedRows {
  readonly batches: readonly number[];
  /** The rows in each segment on disk. */
  readonly segments: readonly number[];
  readonly firstWrongRow: number | undefined;
}

/**
 * Sorts rows whose place in the order is known: row number `n` has the instant `n`, the stores' ids ascend, and the status
 * alternates.
 * @param orderOf the row number that comes at an index; by default shuffled, so that each segment has rows from everywhere
 */
async function sortNumbered(
  rows: number,
  { spools = true, makesRoomLast = false, orderOf = (index: number) => (index * 7919) % rows } = {},
): Promise<SortedRows> {
  const append = jest.spyOn(Spool.prototype, 'append');
  const names = Array.from({ length: Math.ceil(rows / ROWS_PER_STORE) }, (_, store) => nameOf(store));
  const storeOf = (row: number) => Math.floor(row / ROWS_PER_STORE);
  const stores = new ImportStores();
  const sorter = new ObservationSorter(stores, spools ? directory : undefined);
  try {
    for (let index = 0; index < rows; index++) {
      if (index % AT_ONCE === 0) await sorter.makeRoom();
      const row = orderOf(index);
      sorter.add(stores.indexOf(names[storeOf(row)] ?? ''), EARLIEST + row, row % 2 === 1);
    }
    if (makesRoomLast) await sorter.makeRoom();
    const batches: number[] = [];
    const wrong: number[] = [];
    let row = 0;
    for await (const { store, observedAt, active } of sorter.sorted()) {
      batches.push(store.length);
      for (let index = 0; index < store.length; index++, row++) {
        const isRight =
          store[index] === storeOf(row) && observedAt[index] === EARLIEST + row && active[index] === row % 2;
        if (!isRight) wrong.push(row);
      }
    }
    if (row !== rows) wrong.push(row);
    expect((await stores.sortedIds()).slice()).toEqual(names);
    const segments = append.mock.calls.map(([bytes]) => bytes.length / ROW_BYTES);
    return { batches, segments, firstWrongRow: wrong[0] };
  } finally {
    await sorter.close();
    append.mockRestore();
  }
}

describe('the sorter returns every row', () => {
  it.each([
    [0, []],
    [1, [1]],
    [1023, [1023]],
    [1024, [1024]],
    [1025, [1025]],
    [BATCH - 1, [BATCH - 1]],
    [BATCH, [BATCH]],
    [BATCH + 1, [BATCH, 1]],
  ])('of %i in memory', async (rows, batches) => {
    const right = { batches, segments: [], firstWrongRow: undefined };
    expect(await sortNumbered(rows, { spools: false })).toEqual(right);
  });

  it.each([
    [AT_ONCE, [AT_ONCE], []],
    [FULL - 1, [FULL - 1], []],
    [FULL, [FULL], []],
    [FULL + 1, [FULL + 1], [FULL, 1]],
    [FULL + 2047, [FULL + 2047], [FULL, 2047]],
    [FULL + 2048, [FULL + 2048], [FULL, 2048]],
    [FULL + 2049, [FULL + 2049], [FULL, 2049]],
    [BATCH, [BATCH], [FULL, FULL]],
    [BATCH + 1, [BATCH, 1], [FULL, FULL, 1]],
  ])('of %i, with %j in each batch and %j in each segment', async (rows, batches, segments) => {
    expect(await sortNumbered(rows)).toEqual({ batches, segments, firstWrongRow: undefined });
  });

  it('if none came after the last segment', async () => {
    const right = { batches: [FULL], segments: [FULL], firstWrongRow: undefined };
    expect(await sortNumbered(FULL, { makesRoomLast: true })).toEqual(right);
  });

  it('of so many segments that they make a heap of three levels', async () => {
    // The first rows of the six full segments, without row 3: it is alone in the last one, which must rise past the third.
    const firstRows = [0, 1, 3, 2, 4, 5];
    const orderOf = (index: number) => {
      const first = firstRows[Math.floor(index / FULL)];
      if (first === undefined) return 3;
      const other = first + 6 * ((index * 7919) % FULL);
      return other < 3 ? other : other + 1;
    };
    const { segments, firstWrongRow } = await sortNumbered(6 * FULL + 1, { orderOf });
    expect({ segments, firstWrongRow }).toEqual({
      segments: [...Array.from({ length: 6 }, () => FULL), 1],
      firstWrongRow: undefined,
    });
  });

  it('with the rank of its store, even if stores came later whose ids are less', async () => {
    const rows = FULL + 10;
    const { segments, firstWrongRow } = await sortNumbered(rows, { orderOf: (index) => rows - 1 - index });
    expect({ segments, firstWrongRow }).toEqual({ segments: [FULL, 10], firstWrongRow: undefined });
  });

  it('with an instant that is anywhere in time, of a store that is anywhere in order', async () => {
    // Each of these would move if only the lower bits of instants and ranks were compared.
    const instants = [-9e15, -(2 ** 33), -(2 ** 32), -1, 0, 1, 2047, 2048, 2 ** 22, 2 ** 31, 2 ** 32, 2 ** 33, 9e15];
    const rows = [4100, 2049, 2048, 2047, 1, 0].flatMap((store) =>
      [...instants].reverse().map((instant) => [store, instant, true] as const),
    );
    const everyStore = Array.from({ length: 4200 }, (_, store) => [store, 0, false] as const);
    expect(await sorted([...everyStore, ...rows])).toEqual(expected([...everyStore, ...rows]));
  });
});
