import type { DataSet } from '../src/cli/data-set/data-set';
import { table } from '../src/cli/screen/format';
import { againstGoal, inWords, machine, median, print, progress, runBench, timedReport, withStores } from './support';

/** How much longer reports with other terms take than the standard one, measured by turns in the same run. */

/** The 45 days up to 2024-10-14: they cover all of September in every zone. */
const DATA_SET: DataSet = { stores: 14_000, days: 45, pollsPerDay: 16, seed: 7 };
const ROUNDS = 5;

const REPORTS = {
  standard: {},
  unknownAfter: { unknown_after: '1h' },
  week: { windows: ['2024-W39'] },
  month: { windows: ['2024-09'] },
  monthUnknownAfter: { windows: ['2024-09'], unknown_after: '1h' },
} as const;
type Name = keyof typeof REPORTS;
const NAMES: readonly Name[] = ['standard', 'unknownAfter', 'week', 'month', 'monthUnknownAfter'];

const GOAL_UNKNOWN_AFTER = 3;
const GOAL_MONTH = 5;

async function main(): Promise<boolean> {
  return withStores(DATA_SET, async (service) => {
    const times = new Map<Name, number[]>(NAMES.map((name) => [name, []]));
    // The first round is a warm-up and does not count.
    for (let round = 0; round <= ROUNDS; round++) {
      for (const name of NAMES) {
        const { ms } = await timedReport(service, REPORTS[name]);
        if (round > 0) times.get(name)?.push(ms);
      }
      progress(`round ${round} of ${ROUNDS}`);
    }
    const of = (name: Name) => median(times.get(name) ?? []);
    print([
      '',
      inWords(DATA_SET, ROUNDS, 1),
      machine(),
      '',
      ...table(NAMES.map((name) => [JSON.stringify(REPORTS[name]), `${of(name).toFixed(0)} ms`])),
      '',
      `unknown_after / standard   ${againstGoal(of('unknownAfter') / of('standard'), GOAL_UNKNOWN_AFTER, 2)}`,
      `month / week               ${againstGoal(of('month') / of('week'), GOAL_MONTH, 2)}`,
    ]);
    return true;
  });
}

runBench('bench:terms', main);
