import { mkdtemp, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HOUR, type Micros } from '../../calculator/instants';
import { DEMO, writeDemoData } from './demo-data';

/** A Tuesday, 08:40 in Chicago. */
const NOW: Micros = Date.UTC(2026, 10, 24, 14, 40) * 1000;

/** The lines of a file of the demo's data that end at an instant, without its header. */
async function demoData(now: Micros): Promise<(file: string) => Promise<string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'demo-data-'));
  await writeDemoData(now, folder);
  return async (file) => (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n').slice(1);
}

const instantOf = (line: string) => (line.split(',')[2] ?? '').replace(' UTC', '');

it('end now, with stores that are no longer polled, and are the same later, but for the evening before', async () => {
  const [files, later] = [await demoData(NOW), await demoData(NOW + 3 * HOUR)];
  const lines = await files('store_status.csv');
  const latest = new Map<string, string>();
  for (const line of lines) {
    const [store = ''] = line.split(',');
    const instant = instantOf(line);
    if (instant > (latest.get(store) ?? '')) latest.set(store, instant);
  }
  const instants = [...latest.values()].sort();
  expect(latest.size).toBe(DEMO.stores);
  expect(instants.at(-1)).toMatch(/^2026-11-24 14:3/);
  expect(instants.filter((instant) => instant < '2026-11-23 18:40')).toHaveLength(DEMO.silent);
  const before = new Set(await later('store_status.csv'));
  expect(lines.filter((line) => !before.has(line))).toEqual([]);
  for (const file of ['stores.csv', 'menu_hours.csv', 'special_hours.csv', 'closures.csv']) {
    expect(await later(file)).toEqual(await files(file));
  }
});
