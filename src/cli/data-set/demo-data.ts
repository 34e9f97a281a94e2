import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DAY, HOUR, type Micros } from '../../calculator/instants';
import { type DataSet, writeDataSet } from './data-set';
import { eveningBefore } from './event';

/** Its size. */
export const DEMO = { stores: 500, days: 28, pollsPerDay: 12, seed: 7, silent: 3 } as const;

const WEEK = 7 * DAY;
const DAILY_REPORTS = 14;

/**
 * Writes data that end at an instant: three to four weeks of observations, with an incident on the evening before and stores that are
 * no longer polled, holidays and closures. In the same week (from Thursday at midnight UTC) they only go on, so importing them again adds
 * what came since.
 */
export async function writeDemoData(now: Micros, folder: string): Promise<void> {
  const week = Math.floor(now / WEEK) * WEEK;
  const dataSet: DataSet = { ...DEMO, endingAt: week + WEEK, until: now, event: eveningBefore(now) };
  // Stores that are polled.
  const stores = (await writeDataSet(dataSet, folder)).slice(DEMO.silent);
  await writeFile(join(folder, 'special_hours.csv'), specialHours(stores.slice(0, 40), week));
  await writeFile(join(folder, 'closures.csv'), closures(stores.slice(40, 43), week));
}

/** What the demo's reports are as of: now, and the ends of the last 14 days in UTC, which a second demo on the same day has, too. */
export function dailyAsOfs(now: Micros): string[] {
  const midnight = Math.floor(now / DAY) * DAY;
  return [now, ...Array.from({ length: DAILY_REPORTS }, (_, day) => midnight - day * DAY)].map(textOf);
}

/** A holiday before the week, and shorter hours on a day of it. */
function specialHours(stores: readonly string[], week: Micros): string {
  const [holiday, short] = [dateOf(week - 2 * DAY), dateOf(week + 5 * DAY)];
  const rows = stores.flatMap((id) => [`${id},${holiday},,`, `${id},${short},10:00:00,14:00:00`]);
  return ['store_id,date,start_time_local,end_time_local', ...rows, ''].join('\n');
}

/** From before the week until into it. */
function closures(stores: readonly string[], week: Micros): string {
  const [from, to] = [textOf(week - 4 * DAY + 16 * HOUR), textOf(week + 12 * HOUR)];
  return ['store_id,from,to,reason', ...stores.map((id) => `${id},${from},${to},renovation`), ''].join('\n');
}

function textOf(instant: Micros): string {
  return new Date(instant / 1000).toISOString();
}

function dateOf(instant: Micros): string {
  return textOf(instant).slice(0, 'yyyy-mm-dd'.length);
}
