import { Client } from 'pg';
import { databaseUrl } from '../../support/database';
import { runCli } from '../../support/processes';
import { newDataDir, removeDataDir, Service } from '../../support/service';

let service: Service;
let database: Client;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
  database = new Client(await databaseUrl(service.dataDir));
  await database.connect();
  const rows = ['a,active,10:00', 'a,inactive,11:00', 'a,inactive,12:00', 'a,active,13:00', 'b,active,10:00'];
  const csv = rows.map((row) => row.replace(/(\d\d:\d\d)/, '2024-10-08T$1:00Z')).join('\n');
  await service.importCsv('store-status', `store_id,status,timestamp_utc\n${csv}\n`);
});

afterAll(async () => {
  await database.end();
  await service.stop();
  await removeDataDir(service.dataDir);
});

function verify(...args: string[]) {
  const { code, stdout } = runCli('verify', args, { DATA_DIR: service.dataDir });
  return { code, stdout };
}

async function runs(): Promise<unknown> {
  return (await database.query<object>('SELECT * FROM status_run ORDER BY store_key, started_at')).rows;
}

describe('npm run verify', () => {
  it('finds no error in what the service wrote', () => {
    expect(verify()).toEqual({
      code: 0,
      stdout: expect.stringContaining('2 stores should have 4 status runs; 0 stores'),
    });
  });

  it('finds and repairs a run that is lost', async () => {
    const before = await runs();
    await database.query('DELETE FROM status_run WHERE NOT active');
    expect(verify().code).toBe(1);
    expect(verify('--repair')).toEqual({ code: 0, stdout: expect.stringContaining('They have been rebuilt') });
    expect(verify().code).toBe(0);
    expect(await runs()).toEqual(before);
  });
});
