import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seededRandom } from '../../../test/support/random';
import { ObservationSorter } from './observation-sorter';
import { ImportStores } from './import-stores';

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
    const ids = stores.sortedIds();
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

  it('over several segments on disk, which leave no file behind', async () => {
    const rows = Array.from({ length: 300_000 }, () => row(3000, 1.7e15, 1.7e15 + 500));
    expect((await sorted(rows)).join('\n') === expected(rows).join('\n')).toBe(true);
    expect(await readdir(directory)).toEqual([]);
  });
});
