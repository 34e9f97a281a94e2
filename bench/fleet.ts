import type { DataSet } from '../src/cli/data-set/data-set';
import { table } from '../src/cli/screen/format';
import { inWords, machine, median, print, progress, runBench, timedReport, withPostgres, withStores } from './support';

/** How long groups and the fleet over time take, compared with a report of the same stores in the same run. */

const DATA_SET: DataSet = { stores: 14_000, days: 8, pollsPerDay: 16, seed: 7 };
const ROUNDS = 5;

async function main(): Promise<boolean> {
  return withStores(DATA_SET, async (service) => {
    await withPostgres(service.dataDir, async (client) => {
      const { rows } = await client.query<{ line: string }>(
        `SELECT store_id || ',Store ' || store_key || ',' || (ARRAY['West','East','North','South'])[store_key % 4 + 1] AS line FROM store`,
      );
      await service.importCsv('stores', `store_id,name,region\n${rows.map(({ line }) => line).join('\n')}\n`);
    });
    const times = new Map<string, number[]>();
    const note = (name: string, ms: number, round: number) => {
      if (round > 0) times.set(name, [...(times.get(name) ?? []), ms]);
    };
    const timed = async (name: string, path: string, round: number) => {
      const start = performance.now();
      const answer = await service.get(path);
      await answer.text();
      if (answer.status !== 200) throw new Error(`${path} answers ${answer.status}`);
      note(name, performance.now() - start, round);
    };
    for (let round = 0; round <= ROUNDS; round++) {
      note('report', (await timedReport(service)).ms, round);
      const id = (await service.report()).id;
      await timed('groups by region', `/reports/${id}/groups?by=region`, round);
      // A minute more each time, so that it is computed.
      const range = `from=2024-10-06T00:0${round}:00Z&to=2024-10-13T00:0${round}:00Z&step=1h`;
      await timed('week by the hour', `/fleet/timeline?${range}`, round);
      await timed('week by the hour, by region', `/fleet/timeline?${range}&by=region`, round);
      await timed('week by the hour, kept', `/fleet/timeline?${range}`, round);
      progress(`round ${round} of ${ROUNDS}`);
    }
    const report = median(times.get('report') ?? []);
    print([
      '',
      inWords(DATA_SET, ROUNDS),
      machine(),
      '',
      ...table(
        [...times].map(([name, all]) => [
          name,
          `${median(all).toFixed(0)} ms`,
          `${(median(all) / report).toFixed(2)} of a report`,
        ]),
      ),
    ]);
    return true;
  });
}

runBench('bench:fleet', main);
