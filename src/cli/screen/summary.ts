import { percentage } from '../../calculator/rounding';
import { count, table } from './format';

/** How many stores the summary lists. */
const MAX_WORST = 10;

/** Uptime and downtime in hundredths of the report's unit, so that sums stay exact. */
interface UpAndDown {
  readonly up: number;
  readonly down: number;
}

interface StoreWeek extends UpAndDown {
  readonly storeId: string;
}

/** The totals of a report over all stores. */
interface Summary {
  readonly stores: number;
  /** In hundredths of minutes; the others in hundredths of hours. */
  readonly lastHour: UpAndDown;
  readonly lastDay: UpAndDown;
  readonly lastWeek: UpAndDown;
  /** The stores with the most downtime in the last week, the worst first; only stores that had any. */
  readonly worst: readonly StoreWeek[];
}

/** Summarises the lines of a report, including its header, in one streamed pass. */
export async function summarise(lines: AsyncIterable<string>): Promise<Summary> {
  let stores = -1;
  const lastHour = { up: 0, down: 0 };
  const lastDay = { up: 0, down: 0 };
  const lastWeek = { up: 0, down: 0 };
  let worst: StoreWeek[] = [];
  for await (const line of lines) {
    stores++;
    if (stores === 0) continue;
    // Neither a store_id nor a figure can contain a comma or a quote.
    const [storeId = '', ...figures] = line.split(',');
    const [upHour = 0, upDay = 0, upWeek = 0, downHour = 0, downDay = 0, downWeek = 0] = figures.map(hundredths);
    add(lastHour, upHour, downHour);
    add(lastDay, upDay, downDay);
    add(lastWeek, upWeek, downWeek);
    if (downWeek > (worst[MAX_WORST - 1]?.down ?? 0)) {
      worst.push({ storeId, up: upWeek, down: downWeek });
      worst = worst.sort((one, other) => other.down - one.down).slice(0, MAX_WORST);
    }
  }
  return { stores: Math.max(stores, 0), lastHour, lastDay, lastWeek, worst };
}

/** Uptime by business time of a report, from its exact figures; null without business time. */
export interface UptimeShares {
  readonly last_hour: number | null;
  readonly last_day: number | null;
  readonly last_week: number | null;
}

/**
 * Formats a summary as lines of text.
 * @param shares as the service states them; null if it states none
 */
export function summaryLines(
  { stores, lastHour, lastDay, lastWeek, worst }: Summary,
  shares: UptimeShares | null,
): string[] {
  const windows = [
    ['', 'uptime', 'up', 'down'],
    ['last hour', share(shares?.last_hour), `${hours(lastHour.up / 60)} h`, `${hours(lastHour.down / 60)} h`],
    ['last day', share(shares?.last_day), `${hours(lastDay.up)} h`, `${hours(lastDay.down)} h`],
    ['last week', share(shares?.last_week), `${hours(lastWeek.up)} h`, `${hours(lastWeek.down)} h`],
  ];
  const ranking = [
    ['most downtime in the last week', 'uptime', 'down'],
    ...worst.map((store) => [store.storeId, share(store.up / (store.up + store.down)), `${hours(store.down)} h`]),
  ];
  const business = hours(lastWeek.up + lastWeek.down);
  return [
    `${count(stores)} stores with ${business} hours of business time in the last week`,
    '',
    ...table(windows),
    ...(worst.length > 0 ? ['', ...table(ranking)] : []),
  ];
}

/** `2.40` is 240. */
function hundredths(figure: string): number {
  return Number(figure.replace('.', ''));
}

function add(sum: { up: number; down: number }, up: number, down: number): void {
  sum.up += up;
  sum.down += down;
}

/** A dash without business time. */
function share(value: number | null | undefined): string {
  return typeof value === 'number' ? percentage(value) : '–';
}

function hours(inHundredths: number): string {
  return (inHundredths / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
