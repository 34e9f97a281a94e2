import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { PythonPackages } from '../../support/python/packages';
import { testSeed } from '../../support/random';
import { json, newDataDir, removeDataDir, Service, text } from '../../support/service';

const CONTRACT = join(__dirname, '../../support/python/contract');

const schemathesis = new PythonPackages(join(CONTRACT, 'requirements.txt'));

const ROWS = [
  'a,active,2024-10-07 10:00:00 UTC',
  'a,inactive,2024-10-07 11:45:00 UTC',
  'b,active,2024-10-07 11:00:00 UTC',
  'b,shut,2024-10-07 11:30:00 UTC',
];

schemathesis.describe('the service, to a tool that knows its OpenAPI document only', () => {
  let service: Service;
  let key: string;

  beforeAll(async () => {
    service = await Service.start(await newDataDir(), { REPORT_WORKERS: '1', REPORTS_PER_KEY: '100000' });
    await service.importCsv('store-status', `store_id,status,timestamp_utc\n${ROWS.join('\n')}\n`);
    await service.report();
    const body = JSON.stringify({ name: 'contract', scopes: ['read', 'ingest', 'report', 'admin'] });
    key = text(await json(await service.post('/keys', body, { 'content-type': 'application/json' })), 'key');
  });

  afterAll(async () => {
    await service.stop();
    await removeDataDir(service.dataDir);
  });

  it('takes what is valid by it, refuses what is not, and answers as it says', async () => {
    // Fixed, so that a run fails for what has changed, not for what it happened to try.
    const seed = String(testSeed('contract', 20_241_007));
    // It leaves files where it runs.
    const folder = join(service.dataDir, 'contract');
    await cp(CONTRACT, folder, { recursive: true });
    // It would revoke its own key.
    const access = ['--header', `Authorization: Bearer ${key}`, '--exclude-operation-id', 'revokeKey'];
    const options = [...access, '--checks', 'all', '--seed', seed, '--no-color'];
    await schemathesis.run(['-m', 'schemathesis.cli', 'run', `${service.base}/docs-json`, ...options], folder);
  });
});
