import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { findFiles, importFiles } from './import-files';

const ZONES = 'store_id,timezone_str\n1,America/Chicago\n';
const STATUS = 'store_id,status,timestamp_utc\n1,active,2024-10-03 23:33:20 UTC\n';
const HOURS = 'store_id,day,start_time_local,end_time_local\n1,0,09:00,17:00\n';

/** A fake service that accepts everything but two rows of observations. */
function fakeService(received: string[]): Server {
  return createServer((request, response) => {
    void buffer(request).then((body) => {
      const path = request.url ?? '';
      if (path.endsWith('/rejects')) {
        response.end('line,reason,text\n7,invalid_status,"1,\u001b[31mshut,x"\n9,column_count,1\n');
        return;
      }
      const zipped = request.headers['content-encoding'] === 'gzip';
      received.push(`${path} ${request.headers['content-type'] ?? ''}`, (zipped ? gunzipSync(body) : body).toString());
      const rows_rejected = path.endsWith('/store-status') ? 2 : 0;
      const figures = { rows_read: 1003, rows_accepted: 1001, rows_unchanged: 0, rows_rejected };
      response.writeHead(201).end(JSON.stringify({ import_id: 'some-id', ...figures }));
    });
  }).listen(0, '127.0.0.1');
}

describe('importing a folder', () => {
  let folder: string;
  let screen: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'import-'));
    screen = '';
    jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
      screen += String(text);
      return true;
    });
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await rm(folder, { recursive: true });
  });

  it('finds the files, preferring plain to compressed ones, and prints which are missing', async () => {
    await writeFile(join(folder, 'store_status.csv.gz'), gzipSync(STATUS));
    await writeFile(join(folder, 'timezones.csv'), ZONES);
    await writeFile(join(folder, 'timezones.csv.gz'), gzipSync(ZONES));
    expect(await findFiles(folder)).toMatchObject([
      { name: 'timezones.csv', kind: 'timezones', bytes: ZONES.length, gzip: false },
      { name: 'store_status.csv.gz', kind: 'store-status', gzip: true },
    ]);
    expect(screen).toBe(`– menu_hours.csv: not found in ${folder}, skipped\n`);
  });

  it('fails if there is nothing to import', async () => {
    await expect(findFiles(folder)).rejects.toThrow('contains none of timezones.csv, menu_hours.csv, store_status.csv');
    await expect(findFiles(join(folder, 'nowhere'))).rejects.toThrow('cannot be read: ENOENT');
  });

  it('sends each file to its endpoint and prints the outcome of its rows', async () => {
    await writeFile(join(folder, 'timezones.csv'), ZONES);
    await writeFile(join(folder, 'menu_hours.csv'), HOURS);
    await writeFile(join(folder, 'store_status.csv.gz'), gzipSync(STATUS));
    const received: string[] = [];
    const server = fakeService(received);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const service = new URL(`http://127.0.0.1:${port}/below/`);
    await importFiles(await findFiles(folder), service);
    server.close();

    expect(received).toEqual([
      ...['/below/imports/timezones text/csv', ZONES],
      ...['/below/imports/business-hours text/csv', HOURS],
      ...['/below/imports/store-status text/csv', STATUS],
    ]);
    expect(screen).toContain('✓ timezones.csv: 1,003 rows, 40 bytes (');
    expect(screen).toContain(
      [
        '                        rows read   accepted   unchanged   rejected',
        '  timezones.csv             1,003      1,001           0          0',
        '  menu_hours.csv            1,003      1,001           0          0',
        '  store_status.csv.gz       1,003      1,001           0          2',
        '',
        '  store_status.csv.gz: 2 rejected (1 invalid_status, 1 column_count)',
        '    line 7, invalid_status: 1,\ufffd[31mshut,x',
        '    line 9, column_count: 1',
        `    all of them: ${service.href}imports/some-id/rejects`,
      ].join('\n'),
    );
  });
});
