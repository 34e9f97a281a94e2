import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { processesOn, shellEnvironment } from '../../support/processes';
import { newDataDir, removeDataDir, until } from '../../support/service';

const DEMO = join(__dirname, '../../../dist/src/cli/demo.js');
const STARTING = 120_000;

let dataDir: string;
let demo: ChildProcess;
let output = '';

beforeAll(async () => {
  dataDir = await newDataDir();
  const env = { ...shellEnvironment(), DATA_DIR: dataDir, PORT: '0', REPORT_WORKERS: '1' };
  demo = spawn(process.execPath, [DEMO], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  demo.stdout?.on('data', (chunk: Buffer) => (output += chunk.toString()));
});

afterAll(async () => {
  await removeDataDir(dataDir);
});

const reportsSchema = z.object({
  reports: z.array(
    z.object({ status: z.string(), as_of: z.string(), uptime_share: z.object({ last_week: z.number() }) }),
  ),
});
const incidentsSchema = z.object({ incidents: z.array(z.object({ stores: z.number() })) });

it('the demo ends with the address of the page, which has a report for each of 14 days and an incident', async () => {
  const address = await until(() => {
    if (demo.exitCode !== null) throw new Error(`the demo ended:\n${output}`);
    return /\nOpen (http:\S+)\n$/.exec(output)?.[1];
  }, STARTING);
  const get = async (path: string): Promise<unknown> => (await fetch(address + path)).json();
  expect(await (await fetch(address)).text()).toContain('<title>Restaurant Monitor');
  const { reports } = reportsSchema.parse(await get('/reports'));
  const asOfs = reports.map(({ as_of: asOf }) => asOf).sort();
  expect(asOfs.filter((asOf) => /T00:00:00(\.0+)?Z$/.test(asOf)).length).toBeGreaterThanOrEqual(14);
  expect(new Set(reports.map(({ status }) => status))).toEqual(new Set(['Complete']));
  expect(incidentsSchema.parse(await get('/incidents')).incidents.length).toBeGreaterThan(0);
  expect(await get('/fleet')).toMatchObject({ stores: 500, report: { as_of: asOfs.at(-1) } });
  demo.kill('SIGINT');
  await once(demo, 'exit');
  expect([demo.exitCode, processesOn(dataDir)]).toEqual([0, []]);
});
