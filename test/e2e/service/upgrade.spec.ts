import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Client } from 'pg';
import { startEmbeddedPostgres } from '../../../src/platform/embedded/embedded-postgres';
import { describeUnless } from '../../support/describe-unless';
import { databaseUrl } from '../../support/database';
import { pathWithPostgresPrograms } from '../../support/embedded/postgres-programs';
import { runCliMeanwhile, shellEnvironment } from '../../support/processes';
import { REPORT_HEADER } from '../../support/reports/header';
import { emptyDataDir, removeDataDir, Service } from '../../support/service';

const run = promisify(execFile);

const SCRIPT = join(__dirname, '../../../scripts/backup.mjs');

/** What 0.3.0 wrote, as pg_dump had it: imports of all kinds, two complete reports, and one that was triggered before it stopped. */
const RELEASED = join(__dirname, 'releases/0.3.0.sql');

/** The reports of 0.3.0, and what it answered. */
const REPORTS: readonly (readonly [id: string, terms: object, lines: readonly string[]])[] = [
  [
    '54587ad5-6058-4e03-a04d-27b9c0f8a854',
    { as_of: '2024-10-08T18:00:00Z' },
    [
      'airport,0.00,3.26,3.26,0.00,0.74,0.74',
      'downtown,30.00,3.50,7.50,30.00,0.50,0.50',
      'harbour,0.00,0.00,8.17,0.00,0.00,23.83',
      'kiosk,60.00,22.50,154.50,0.00,1.50,13.50',
      'store-001,0.00,0.00,16.00,60.00,24.00,152.00',
    ],
  ],
  [
    '22597b02-412e-4cf0-ba19-16fb833b2ea7',
    { as_of: '2024-10-07T12:00:00Z', default_status: 'inactive' },
    [
      'airport,0.00,0.00,0.00,0.00,0.00,4.00',
      'downtown,0.00,0.00,0.00,0.00,0.00,8.00',
      'harbour,0.00,6.33,6.33,0.00,3.17,25.67',
      'kiosk,0.00,0.00,0.00,60.00,24.00,168.00',
      'store-001,0.00,0.00,46.00,60.00,24.00,122.00',
    ],
  ],
  [
    '0b66c399-2e16-45c3-a347-84e27ddd0e01',
    { as_of: '2024-10-08T12:00:00Z' },
    [
      'airport,0.00,3.26,3.26,0.00,0.74,0.74',
      'downtown,0.00,4.00,8.00,0.00,0.00,0.00',
      'harbour,0.00,0.00,8.17,0.00,0.00,23.83',
      'kiosk,60.00,16.50,154.50,0.00,7.50,13.50',
      'store-001,0.00,0.00,22.00,60.00,24.00,146.00',
    ],
  ],
];

/** Those of the release were made long ago. */
const SETTINGS = { REPORT_WORKERS: '1', REPORT_RETENTION: '36500d' };

let dataDir: string;
let upgraded: Service;

beforeAll(async () => {
  dataDir = await emptyDataDir();
  const postgres = await startEmbeddedPostgres(dataDir);
  try {
    const client = new Client(postgres.url);
    await client.connect();
    await client.query(readFileSync(RELEASED, 'utf8'));
    await client.end();
    upgraded = await Service.start(dataDir, SETTINGS);
  } finally {
    await postgres.leave(() => Promise.resolve());
  }
});

afterAll(async () => {
  await upgraded.stop();
  await removeDataDir(dataDir);
});

async function expectSameReports(service: Service): Promise<void> {
  for (const [id, terms, lines] of REPORTS) {
    const expected = REPORT_HEADER + lines.map((line) => `${line}\n`).join('');
    expect((await service.outcome(id)).csv).toBe(expected);
    expect((await service.report(terms)).csv).toBe(expected);
  }
}

async function expectVerified(url: string): Promise<void> {
  const { code, stdout } = await runCliMeanwhile('verify', [], { DATABASE_URL: url });
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringMatching(/5 stores .* 0 stores .*\n.* 0 of them/) });
}

it('the data of the last release have the same reports, those completed before, and those computed again', async () => {
  await expectSameReports(upgraded);
  await expectVerified(await databaseUrl(dataDir));
});

it('npm run verify finds a report that is damaged', async () => {
  const url = await databaseUrl(dataDir);
  const client = new Client(url);
  await client.connect();
  const damaged = `UPDATE report_shard SET csv = set_byte(csv, 0, get_byte(csv, 0) # 1) WHERE report_id = '${REPORTS[0]?.[0] ?? ''}'`;
  try {
    await client.query(damaged);
    const { code, stdout } = await runCliMeanwhile('verify', [], { DATABASE_URL: url });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: expect.stringContaining(`1 of them are damaged.\n${REPORTS[0]?.[0]}\n`),
    });
    await client.query(damaged);
    await expectVerified(url);
  } finally {
    await client.end();
  }
});

const path = pathWithPostgresPrograms();

describeUnless(path === undefined ? 'there is no pg_dump of this version' : undefined, 'a backup', () => {
  async function backup(command: string, file: string, url: string): Promise<string> {
    const env = { ...shellEnvironment(), PATH: path, DATABASE_URL: url };
    const { stdout } = await run(process.execPath, [SCRIPT, command, file], { env });
    return stdout;
  }

  it('is restored into an empty database only, and has the same reports then', async () => {
    const file = join(dataDir, 'backup.dump');
    const url = await databaseUrl(dataDir);
    await backup('backup', file, url);
    const restored = url.replace(/[^/]+$/, 'restored');
    const client = new Client(url);
    await client.connect();
    await client.query('CREATE DATABASE restored');
    await client.end();
    await expect(backup('restore', file, url)).rejects.toThrow('already exists');
    expect(await backup('restore', file, restored)).toContain('0 of them are damaged');

    const otherDir = await emptyDataDir();
    const service = await Service.start(otherDir, { ...SETTINGS, DATABASE_URL: restored });
    try {
      await expectSameReports(service);
    } finally {
      await service.stop();
      await removeDataDir(otherDir);
    }
  });
});
