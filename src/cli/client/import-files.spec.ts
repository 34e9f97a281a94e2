import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { findFiles } from './find-files';
import { importFiles } from './import-files';

const ZONES = 'store_id,timezone_str\n1,America/Chicago\n';
const STATUS = 'store_id,status,timestamp_utc\n1,active,2024-10-03 23:33:20 UTC\n';
const HOURS = 'store_id,day,start_time_local,end_time_local\n1,0,09:00,17:00\n';

/** A fake service that accepts everything but some rows of observations. */
function fakeService(received: string[], rejected: number): Server {
  return createServer((request, response) => {
    void buffer(request).then((body) => {
      const path = request.url ?? '';
      if (path.endsWith('/rejects')) {
        response.end('line,reason,text\n7,invalid_status,"1,\u001b[31mshut,x"\n9,column_count,1\n');
        return;
      }
      const zipped = request.headers['content-encoding'] === 'gzip';
      received.push(`${path} ${request.headers['content-type'] ?? ''}`, (zipped ? gunzipSync(body) : body).toString());
      const isStatus = path.includes('/store-status?');
      const figures = {
        rows_read: 1003,
        rows_accepted: 1001,
        rows_unchanged: 0,
        rows_rejected: isStatus ? rejected : 0,
      };
      const note = isStatus ? 'Something \u001b[31mto know.' : null;
      response.writeHead(201).end(JSON.stringify({ import_id: 'some-id', ...figures, note }));
    });
  }).listen(0, '127.0.0.1');
}

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

async function write(name: string, content: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

describe('the files to import', () => {
  it('are the CSV files of a folder, each of the kind that its header fits, whatever its name', async () => {
    await write('b.csv', `\ufeff"TIMESTAMP_UTC",note, Status,store_id\r\n`);
    await write('a.CSV', STATUS);
    await write('zones.csv.gz', gzipSync(ZONES));
    // Compressed or not by its content, not by its name.
    await write('hours.csv', gzipSync(HOURS));
    for (const name of ['readme.txt', '.hidden.csv', 'zones.csv.bak']) await write(name, ZONES);
    await mkdir(join(folder, 'folder.csv'));
    expect(await findFiles(folder)).toEqual([
      {
        name: 'zones.csv.gz',
        path: join(folder, 'zones.csv.gz'),
        kind: 'timezones',
        bytes: gzipSync(ZONES).length,
        gzip: true,
      },
      expect.objectContaining({ name: 'hours.csv', kind: 'business-hours', gzip: true }),
      expect.objectContaining({ name: 'a.CSV', kind: 'store-status', bytes: STATUS.length, gzip: false }),
      expect.objectContaining({ name: 'b.csv', kind: 'store-status', gzip: false }),
    ]);
    expect(screen).toBe('');
  });

  it('are plain rather than compressed ones, and not empty; missing kinds are printed', async () => {
    await write('timezones.csv', ZONES);
    await write('timezones.csv.gz', gzipSync(ZONES));
    await write('empty.csv', '');
    expect(await findFiles(folder)).toMatchObject([{ name: 'timezones.csv' }]);
    expect(screen).toBe(
      '– empty.csv: empty, skipped\n– no .csv or .csv.gz of the kind business-hours or store-status, skipped\n',
    );
  });

  it('may be a single one, plain or compressed', async () => {
    const zones = await write('zones.csv', ZONES);
    expect(await findFiles(zones)).toMatchObject([{ name: 'zones.csv', kind: 'timezones', gzip: false }]);
    const hours = await write('hours', gzipSync(HOURS));
    expect(await findFiles(hours)).toMatchObject([{ name: 'hours', kind: 'business-hours', gzip: true }]);
    expect(screen).toBe('');
    await expect(findFiles(await write('empty.csv', ''))).rejects.toThrow('empty.csv contains no rows.');
  });

  it('may be named by hand, with or without a folder', async () => {
    const odd = await write('odd.csv', 'state,when\n');
    await write('zones.csv', ZONES);
    expect(await findFiles(undefined, { 'store-status': [odd] })).toMatchObject([{ path: odd, kind: 'store-status' }]);
    expect(await findFiles(`${folder}/.`, { 'business-hours': [odd] })).toMatchObject([
      { name: 'zones.csv', kind: 'timezones' },
      { name: 'odd.csv', kind: 'business-hours' },
    ]);
    await expect(findFiles(undefined, { timezones: [join(folder, 'x')] })).rejects.toThrow('x cannot be read: ENOENT');
  });

  it('are an error that shows the headers if some fit no kind, or two', async () => {
    await write('zones.csv', ZONES);
    await write('report.csv', 'store_id,uptime_last_hour\n');
    await write('both.csv', 'store_id,status,timestamp_utc,timezone_str\n');
    await write('excel.csv', HOURS.replaceAll(',', ';'));
    await write('sheet.csv', Buffer.from('PK\x03\x04'));
    await expect(findFiles(folder)).rejects.toThrow(
      [
        'The header of a file must fit one kind of import.',
        '  both.csv fits store-status and timezones. Its first line is: store_id,status,timestamp_utc,timezone_str.',
        '  excel.csv fits none. Its first line is: store_id;day;start_time_local;end_time_local. Its fields are separated by semicolons. Separate them by commas.',
        '  report.csv fits none. Its first line is: store_id,uptime_last_hour.',
        '  sheet.csv fits none. The file is a zip archive or an Excel workbook (.xlsx). Unpack it, or save it as CSV in UTF-8.',
        '  A store-status file needs store_id, status, timestamp_utc.',
      ].join('\n'),
    );
  });

  it('are an error if there are none, or if they cannot be read', async () => {
    await expect(findFiles(folder)).rejects.toThrow(`${folder} contains no CSV files`);
    await expect(findFiles(join(folder, 'nowhere'))).rejects.toThrow('cannot be read: ENOENT');
    await write('cut.csv.gz', gzipSync(ZONES).subarray(0, 15));
    await expect(findFiles(folder)).rejects.toThrow('cut.csv.gz cannot be read: unexpected end of file');
  });
});

describe('importing files', () => {
  async function importAll(rejected: number): Promise<{ isSuccess: boolean; received: string[]; service: URL }> {
    const received: string[] = [];
    const server = fakeService(received, rejected);
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const service = new URL(`http://127.0.0.1:${port}/below/`);
    const isSuccess = await importFiles(await findFiles(folder), service);
    server.close();
    return { isSuccess, received, service };
  }

  beforeEach(async () => {
    await write('timezones.csv', ZONES);
    await write('menu_hours.csv', HOURS);
    await write('store_status.csv.gz', gzipSync(STATUS));
  });

  it('sends each to its endpoint and prints the outcome of its rows', async () => {
    const { isSuccess, received, service } = await importAll(2);
    expect(isSuccess).toBe(true);
    expect(received).toEqual([
      ...['/below/imports/timezones?file_name=timezones.csv text/csv', ZONES],
      ...['/below/imports/business-hours?file_name=menu_hours.csv text/csv', HOURS],
      ...['/below/imports/store-status?file_name=store_status.csv.gz text/csv', STATUS],
    ]);
    expect(screen).toContain('✓ timezones.csv: 1,003 rows, 40 bytes (');
    expect(screen).toMatch(/✓ store_status.csv.gz: 1,003 rows, .*\n {2}Something \ufffd\[31mto know\.\n/);
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

  it('does not claim to have all rejects if others were only counted', async () => {
    const { service } = await importAll(400);
    expect(screen).toContain('store_status.csv.gz: 400 rejected (of the 2 kept: 1 invalid_status, 1 column_count)');
    expect(screen).toContain(`    those that are kept: ${service.href}imports/some-id/rejects`);
    expect(screen).not.toContain('all of them');
  });

  it.each([
    [501, true, '✓'],
    [502, false, '✗'],
  ])(
    'is no success if more than half of the rows of a file are rejected: %d of 1,003',
    async (rejected, success, sign) => {
      expect((await importAll(rejected)).isSuccess).toBe(success);
      expect(screen).toContain(`${sign} store_status.csv.gz: 1,003 rows, `);
      expect(screen).toContain('✓ timezones.csv: ');
    },
  );
});
