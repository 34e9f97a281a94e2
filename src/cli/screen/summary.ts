import { count, table } from './format';

/** How many stores the summary names. */
const WORST = 10;

/** Uptime and downtime in hundredths of the report's unit, so that sums stay exact. */
interface UpAndDown {
  readonly up: number;
  readonly down: number;
}

interface StoreWeek extends UpAndDown {
  readonly storeId: string;
}

/** What a report says about all stores together. */
export interface Summary {
  readonly stores: number;
  /** In hundredths of minutes; the others in hundredths of hours. */
  readonly lastHour: UpAndDown;
  readonly lastDay: UpAndDown;
  readonly lastWeek: UpAndDown;
  /** Those with most downtime in the last week, the worst first; only stores that had any. */
  readonly worst: readonly StoreWeek[];
}

/** Sums up the lines of a report, its header among them, which may be of any number. */
export async function summarise(lines: AsyncIterable<string>): Promise<Summary> {
  let stores = -1;
  const lastHour = { up: 0, down: 0 };
  const lastDay = { up: 0, down: 0 };
  const lastWeek = { up: 0, down: 0 };
  let worst: StoreWeek[] = [];
  for await (const line of lines) {
    stores++;
    if (stores === 0) continue;
    // Neither a store_id nor a figure can hold a comma or a quote.
    const [storeId = '', ...figures] = line.split(',');
    const [upHour = 0, upDay = 0, upWeek = 0, downHour = 0, downDay = 0, downWeek = 0] = figures.map(hundredths);
    add(lastHour, upHour, downHour);
    add(lastDay, upDay, downDay);
    add(lastWeek, upWeek, downWeek);
    if (downWeek > (worst[WORST - 1]?.down ?? 0)) {
      worst.push({ storeId, up: upWeek, down: downWeek });
      worst = worst.sort((one, other) => other.down - one.down).slice(0, WORST);
    }
  }
  return { stores: Math.max(stores, 0), lastHour, lastDay, lastWeek, worst };
}

/** The lines of a summary for people. */
export function summaryLines({ stores, lastHour, lastDay, lastWeek, worst }: Summary): string[] {
  const windows = [
    ['', 'uptime', 'up', 'down'],
    ['last hour', share(lastHour), `${hours(lastHour.up / 60)} h`, `${hours(lastHour.down / 60)} h`],
    ['last day', share(lastDay), `${hours(lastDay.up)} h`, `${hours(lastDay.down)} h`],
    ['last week', share(lastWeek), `${hours(lastWeek.up)} h`, `${hours(lastWeek.down)} h`],
  ];
  const ranking = [
    ['most downtime in the last week', 'uptime', 'down'],
    ...worst.map((store) => [store.storeId, share(store), `${hours(store.down)} h`]),
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

/** A store that was never open was neither up nor down. */
function share({ up, down }: UpAndDown): string {
  return up + down === 0 ? '–' : `${((up / (up + down)) * 100).toFixed(2)} %`;
}

function hours(inHundredths: number): string {
  return (inHundredths / 100).toLocaleString('en-US', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
