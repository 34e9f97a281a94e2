/**
 * Compares a report with the naive implementation, for a sample of its stores:
 *
 *     npm run bench:naive -- FOLDER REPORT.csv
 *
 * FOLDER holds the files that were imported, REPORT.csv is a report with default parameters. Nothing here comes from
 * the service: csv-parse reads the files, and test/property/naive/ computes the figures.
 */
import { parse } from 'csv-parse';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../src/common/random';
import { naiveRow } from '../test/property/naive/report';
import type { NaiveStore } from '../test/property/naive/store';

const SAMPLE = 500;
const DEFAULT_TIMEZONE = 'America/Chicago';

async function main(folder: string, report: string): Promise<number> {
  const lines = new Map<string, string>();
  for await (const fields of rows(report)) lines.set(fields.store_id ?? '', Object.values(fields).join(','));
  const stores = sample([...lines.keys()]);
  const asOf = await readObservations(join(folder, 'store_status.csv'), stores);
  await readHours(join(folder, 'menu_hours.csv'), stores);
  for await (const { store_id = '', timezone_str = '' } of rows(join(folder, 'timezones.csv'))) {
    const store = stores.get(store_id);
    if (store) store.timezone = timezone_str;
  }
  const different = [...stores].filter(([id, store]) => naiveRow(id, store, asOf) !== lines.get(id));
  for (const [id, store] of different.slice(0, 10)) {
    process.stdout.write(`report: ${lines.get(id) ?? ''}\nnaive:  ${naiveRow(id, store, asOf)}\n`);
  }
  process.stdout.write(`${stores.size} of ${lines.size} stores compared, ${different.length} differ\n`);
  return different.length === 0 && stores.size > 0 ? 0 : 1;
}

function sample(ids: string[]): Map<string, NaiveStore> {
  const random = new Random(7);
  const chosen = new Map<string, NaiveStore>();
  while (chosen.size < Math.min(SAMPLE, ids.length)) {
    const store = {
      timezone: DEFAULT_TIMEZONE,
      hours: [],
      endOfDayGrace: false,
      observations: [],
    };
    chosen.set(random.pick(ids), store);
  }
  return chosen;
}

/** Fills in the observations of the sample; returns the latest instant of all observations. */
async function readObservations(file: string, stores: Map<string, NaiveStore>): Promise<number> {
  let latest = -Infinity;
  for await (const { store_id = '', status, timestamp_utc = '' } of rows(file)) {
    const at = instantOf(timestamp_utc);
    latest = Math.max(latest, at);
    stores.get(store_id)?.observations.push({ at, active: status === 'active' });
  }
  return latest;
}

async function readHours(file: string, stores: Map<string, NaiveStore>): Promise<void> {
  for await (const fields of rows(file)) {
    const [opens = 0, closes = 0] = [fields.start_time_local, fields.end_time_local].map((time = '') => {
      const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number);
      return ((hours * 60 + minutes) * 60 + seconds) * 1e6;
    });
    stores.get(fields.store_id ?? '')?.hours.push({ dayOfWeek: Number(fields.dayOfWeek), opens, closes });
  }
}

/** `2024-10-03 23:33:20.412748 UTC`, the only form in which `npm run generate` writes instants. */
function instantOf(text: string): number {
  const [, seconds = '', fraction = ''] = /^(.{19})(?:\.(\d+))? UTC$/.exec(text) ?? [];
  return Date.parse(`${seconds}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

function rows(file: string): AsyncIterable<Record<string, string>> {
  return createReadStream(file).pipe(parse({ columns: true }));
}

const [folder, report] = process.argv.slice(3);
if (folder === undefined || report === undefined) {
  process.stderr.write('usage: npm run bench:naive -- FOLDER REPORT.csv\n');
  process.exitCode = 1;
} else {
  void main(folder, report).then((code) => (process.exitCode = code));
}
