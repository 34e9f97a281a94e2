import { readdir, readlink } from 'node:fs/promises';
import { request as httpRequest } from 'node:http';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { Client } from 'pg';
import { rowCounts } from '../../support/row-counts';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';
import { HOLD_BUCKETS, RELEASE_BUCKETS, databaseUrl } from '../../support/database';
import { Random } from '../../../src/common/random';

let dataDir: string;
let service: Service;
let database: Client;

beforeAll(async () => {
  dataDir = await newDataDir();
  service = await Service.start(dataDir, { REPORT_WORKERS: '1', IMPORT_IDLE_TIMEOUT: '1s', IMPORT_MAX_BYTES: '4MiB' });
  database = new Client(await databaseUrl(dataDir));
  await database.connect();
});

afterAll(async () => {
  await database.end();
  await service.stop();
  await removeDataDir(dataDir);
});

/** The answer of an import, without the fields that differ from run to run. */
async function counts(response: Response) {
  const { status, rows_read, rows_accepted, rows_unchanged, rows_rejected, note } = await json(response);
  return { http: response.status, status, rows_read, rows_accepted, rows_unchanged, rows_rejected, note };
}

function complete(rows: Parameters<typeof rowCounts>[0], note: string | null = null) {
  return { http: 201, status: 'Complete', ...rowCounts(rows), note };
}

async function rejectsOf(response: Response): Promise<string[]> {
  const id = text(await json(response), 'import_id');
  const csv = await (await service.get(`/imports/${id}/rejects`)).text();
  return csv.trimEnd().split('\n');
}

async function stored(storeId: string): Promise<string[]> {
  const rows = await database.query<{ at: string; active: boolean }>(
    `SELECT to_char(observed_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') AS at, active
     FROM observation JOIN store USING (store_key) WHERE store_id = $1 ORDER BY observed_at`,
    [storeId],
  );
  return rows.rows.map(({ at, active }) => `${at} ${active ? 'active' : 'inactive'}`);
}

const FORM = 'multipart/form-data; boundary=edge';

/** A form up to the end of its file. */
function formPart(name: string, content: string): string {
  return `--edge\r\nContent-Disposition: form-data; name="file"; filename="${name}"\r\n\r\n${content}`;
}

async function hours(storeId: string): Promise<string[]> {
  const rows = await database.query<{ row: string }>(
    `SELECT regexp_split_to_table(hours ->> '', ',') AS row FROM schedule WHERE store_id = $1`,
    [storeId],
  );
  return rows.rows.map(({ row }) => row);
}

async function tableCounts(): Promise<unknown> {
  const result = await database.query(
    `SELECT (SELECT count(*) FROM store) AS stores, (SELECT count(*) FROM observation) AS observations,
            (SELECT count(*) FROM status_run) AS runs, (SELECT count(*) FROM schedule) AS schedules,
            (SELECT count(*) FROM import_reject) AS rejects`,
  );
  return result.rows[0];
}

describe('a store-status file', () => {
  it('may have a byte-order mark, \\r\\n, columns in any order, extra ones, quotes, and any case', async () => {
    const csv =
      '\ufeffNote,Timestamp_UTC,STATUS,store_id\r\n' +
      'x,2024-10-03 23:33:20.4 UTC,Active,shape-1\r\n' +
      '"a, ""b""\r\nc",2024-10-03T23:33:21+02:00,INACTIVE,"shape-1 "\r\n' +
      ',2024-10-03 23:33:22,active,shape-1\r\n' +
      '\r\n' +
      ',2024-10-03T23:33:23.000001Z,inactive,shape-1';
    expect(await counts(await service.importCsv('store-status', csv))).toEqual(complete({ read: 4, accepted: 4 }));
    expect(await stored('shape-1')).toEqual([
      '2024-10-03 21:33:21.000000 inactive',
      '2024-10-03 23:33:20.400000 active',
      '2024-10-03 23:33:22.000000 active',
      '2024-10-03 23:33:23.000001 inactive',
    ]);
  });

  it('counts a repetition as unchanged and a correction as accepted; the later row wins (docs/rules.md, R12, R20)', async () => {
    const header = 'store_id,status,timestamp_utc\n';
    const row = (status: string) => `again,${status},2024-10-03 12:00:00 UTC\n`;
    const importRows = async (...statuses: string[]) =>
      counts(await service.importCsv('store-status', header + statuses.map(row).join('')));
    expect(await importRows('active', 'active')).toEqual(complete({ read: 2, accepted: 1, unchanged: 1 }));
    expect(await importRows('active')).toEqual(complete({ read: 1, unchanged: 1 }));
    expect(await importRows('inactive', 'active', 'inactive', 'inactive')).toEqual(
      complete({ read: 4, accepted: 3, unchanged: 1 }),
    );
    expect(await stored('again')).toEqual(['2024-10-03 12:00:00.000000 inactive']);
    expect(await importRows('active', 'inactive')).toEqual(complete({ read: 2, accepted: 2 }));
    expect(await stored('again')).toEqual(['2024-10-03 12:00:00.000000 inactive']);
  });

  it('loses only its invalid rows, and keeps each with line, reason and text', async () => {
    const csv = Buffer.concat([
      Buffer.from('store_id,status,timestamp_utc\n'),
      Buffer.from('good-1,active,2024-10-03 12:00:00 UTC\n'),
      Buffer.from('=1+1,active,2024-10-03 12:00:00 UTC\n'),
      Buffer.from(`${'x'.repeat(129)},active,2024-10-03 12:00:00 UTC\n`),
      Buffer.from('a,open,2024-10-03 12:00:00 UTC\n'),
      Buffer.from('a,active,2024-02-30 12:00:00 UTC\n'),
      Buffer.from('a,active,2024-10-03 24:00:00 UTC\n'),
      Buffer.from('a,active,2024-10-03 12:00:00.1234567 UTC\n'),
      Buffer.from('a,active,0001-01-01 00:00:00\n'),
      Buffer.from('a,active,9999-01-01 00:00:00\n'),
      Buffer.from('a,,2024-10-03 12:00:00 UTC\n'),
      Buffer.from('a,active\n'),
      Buffer.concat([Buffer.from('b\xff,active,', 'latin1'), Buffer.from('2024-10-03 12:00:00 UTC\n')]),
      Buffer.from('"stray,active,2024-10-03 12:00:00 UTC\n'),
      Buffer.from('good-2,active,2024-10-03 12:00:00 UTC\n'),
      Buffer.from(`a,${'\0é'.repeat(1000)},2024-10-03 12:00:00 UTC\n`),
      Buffer.from(`a,active,2024-10-03 12:00:00 UTC,${'y'.repeat(200_000)}\n`),
      Buffer.from('good-3,active,2024-10-03 12:00:00 UTC\n'),
    ]);
    const response = await service.importCsv('store-status', csv);
    expect(await counts(response.clone())).toEqual(
      complete({ read: 17, accepted: 3, rejected: 14 }, 'Most rows were rejected: 14 of 17.'),
    );
    const rejects = await rejectsOf(response);
    expect(rejects.map((line) => line.split(',').slice(0, 2).join(' '))).toEqual([
      'line reason',
      '3 invalid_store_id',
      '4 invalid_store_id',
      '5 invalid_status',
      '6 invalid_timestamp',
      '7 invalid_timestamp',
      '8 invalid_timestamp',
      '9 invalid_timestamp',
      '10 timestamp_in_future',
      '11 missing_field',
      '12 column_count',
      '13 invalid_encoding',
      '14 column_count',
      '16 invalid_status',
      '17 column_count',
    ]);
    // A spreadsheet would compute it.
    expect(rejects[1]).toBe(`3,invalid_store_id,"'=1+1,active,2024-10-03 12:00:00 UTC"`);
    expect(Math.max(...rejects.map((line) => Buffer.byteLength(line)))).toBeLessThan(1100);
    for (const store of ['good-1', 'good-2', 'good-3']) expect(await stored(store)).toHaveLength(1);
    expect(await stored('a')).toEqual([]);
  });

  it('takes observations up to five minutes ahead of the clock', async () => {
    const at = (ms: number) => new Date(Date.now() + ms).toISOString();
    const csv = `store_id,status,timestamp_utc\nskew,active,${at(240_000)}\nskew,active,${at(360_000)}\n`;
    const response = await service.importCsv('store-status', csv);
    expect(await counts(response.clone())).toEqual(complete({ read: 2, accepted: 1, rejected: 1 }));
    expect((await rejectsOf(response))[1]).toMatch(/^3,timestamp_in_future,/);
    await database.query(
      `DELETE FROM observation USING store WHERE observation.store_key = store.store_key AND store_id = 'skew'`,
    );
    await database.query(
      `DELETE FROM status_run USING store WHERE status_run.store_key = store.store_key AND store_id = 'skew'`,
    );
    await database.query(`DELETE FROM store WHERE store_id = 'skew'`);
  });

  it('that is empty imports nothing, with a note', async () => {
    for (const csv of ['', '\n', '\ufeff', 'store_id,status,timestamp_utc\n', 'store_id,status,timestamp_utc']) {
      expect(await counts(await service.importCsv('store-status', csv))).toEqual(
        complete({}, 'The file is empty: nothing was imported.'),
      );
    }
  });
});

describe('a business-hours file', () => {
  const header = 'store_id,dayOfWeek,start_time_local,end_time_local\n';

  it('takes seconds, fractions, the end of the day, and three names for the day', async () => {
    for (const name of ['dayOfWeek', 'day', 'DAY_OF_WEEK']) {
      const csv = `end_time_local,start_time_local,${name},store_id\n17:00,09:00:30.5,0,h-${name}\n24:00:00,00:00,6,h-${name}\n`;
      expect(await counts(await service.importCsv('business-hours', csv))).toEqual(complete({ read: 2, accepted: 2 }));
      expect(await hours(`h-${name}`)).toEqual(['0 09:00:30.500000 17:00:00', '6 00:00:00 24:00:00']);
    }
  });

  it('replaces all hours of the stores that it names, and leaves others alone (docs/rules.md, R21)', async () => {
    await service.importCsv('business-hours', `${header}r1,0,09:00,17:00\nr1,1,09:00,17:00\nr2,0,09:00,17:00\n`);
    const second = await service.importCsv(
      'business-hours',
      `${header}r1,1,09:00,17:00\nr1,2,10:00,11:00\nr1,2,10:00:00,11:00\n`,
    );
    expect(await counts(second)).toEqual(complete({ read: 3, accepted: 1, unchanged: 2 }));
    expect(await hours('r1')).toEqual(['1 09:00:00 17:00:00', '2 10:00:00 11:00:00']);
    expect(await hours('r2')).toEqual(['0 09:00:00 17:00:00']);
  });

  it('does not touch a store for which it has only invalid rows', async () => {
    await service.importCsv('business-hours', `${header}keep,0,09:00,17:00\n`);
    const response = await service.importCsv(
      'business-hours',
      `${header}keep,7,09:00,17:00\nkeep,0,9.00,17:00\nkeep,0,09:00,24:00:01\nkeep,0,09:60,17:00\nkeep,x,09:00,17:00\n`,
    );
    expect(await counts(response.clone())).toEqual(
      complete(
        { read: 5, rejected: 5 },
        'Most rows were rejected: 5 of 5. 1 store keeps the hours it had, if any, because a row of it was rejected: keep.',
      ),
    );
    expect((await rejectsOf(response)).slice(1).map((line) => line.split(',')[1])).toEqual([
      'invalid_day',
      'invalid_time',
      'invalid_time',
      'invalid_time',
      'invalid_day',
    ]);
    expect(await hours('keep')).toEqual(['0 09:00:00 17:00:00']);
  });
});

describe('a timezones file', () => {
  it('sets zones in the database’s own spelling; the last row of a store wins', async () => {
    const csv = 'store_id,timezone_str\nz1,america/new_york\nz2,Mars/Olympus\nz1,Asia/Tokyo\nz1,Asia/Tokyo\nz3,\n';
    const response = await service.importCsv('timezones', csv);
    expect(await counts(response.clone())).toEqual(
      complete({ read: 5, accepted: 1, unchanged: 2, rejected: 2 }, 'Unknown time zones: Mars/Olympus.'),
    );
    expect((await rejectsOf(response)).slice(1)).toEqual([
      '3,unknown_timezone,"z2,Mars/Olympus"',
      '6,missing_field,"z3,"',
    ]);
    const zones = await database.query(`SELECT store_id, timezones FROM schedule WHERE store_id LIKE 'z_' ORDER BY 1`);
    expect(zones.rows).toEqual([{ store_id: 'z1', timezones: { '': 'Asia/Tokyo' } }]);
    expect(await counts(await service.importCsv('timezones', 'store_id,timezone_str\nz1,Asia/Tokyo\n'))).toEqual(
      complete({ read: 1, unchanged: 1 }),
    );
  });
});

describe('an import that fails', () => {
  async function problem(response: Response) {
    expect(response.headers.get('content-type')).toMatch(/^application\/problem\+json/);
    const { status, code, detail } = await json(response);
    expect(status).toBe(response.status);
    return { status, code, detail };
  }

  it('for its header names every missing column', async () => {
    const response = await service.importCsv('business-hours', 'store_id,day\n1,2\n');
    expect(response.status).toBe(422);
    expect(await json(response)).toMatchObject({
      code: 'wrong_header',
      detail:
        'The header lacks the columns start_time_local, end_time_local. The first line is: store_id,day. A business-hours file needs store_id, dayOfWeek, start_time_local, end_time_local.',
      missing_columns: ['start_time_local', 'end_time_local'],
      found_header: 'store_id,day',
    });
    const zipped = await service.importCsv('timezones', gzipSync('store_id,timezone_str\nz,Asia/Tokyo\n'));
    expect(await json(zipped)).toMatchObject({ status: 422, code: 'wrong_header', likely_cause: 'gzip' });
    const twice = await service.importCsv('store-status', 'store_id,status,STATUS,timestamp_utc\n');
    expect(await json(twice)).toMatchObject({ status: 422, code: 'wrong_header', repeated_columns: ['status'] });
  });

  it('answers a client that is still sending', async () => {
    const csv = Buffer.concat([Buffer.from('nope\n'), Buffer.alloc(3_000_000, 'x,y\n')]);
    expect(await problem(await service.importCsv('store-status', csv))).toMatchObject({
      status: 422,
      code: 'wrong_header',
    });
  });

  it('for its kind, media type or encoding has its own code', async () => {
    expect(await problem(await service.importCsv('menus', ''))).toMatchObject({
      status: 404,
      code: 'unknown_import_kind',
    });
    expect(
      await problem(await service.post('/imports/timezones', '{}', { 'content-type': 'application/json' })),
    ).toMatchObject({ status: 415, code: 'unsupported_media_type' });
    expect(await problem(await service.importCsv('timezones', '', { 'content-encoding': 'br' }))).toMatchObject({
      status: 415,
      code: 'unsupported_encoding',
    });
  });

  it('for its size changes nothing, gzipped or not', async () => {
    const before = await tableCounts();
    const csv = 'store_id,timezone_str\n' + 'big,Asia/Tokyo\n'.repeat(300_000);
    expect(await problem(await service.importCsv('timezones', csv))).toMatchObject({
      status: 413,
      code: 'body_too_large',
    });
    const zipped = await service.importCsv('timezones', gzipSync(csv), { 'content-encoding': 'gzip' });
    expect(await problem(zipped)).toMatchObject({ status: 413, code: 'body_too_large' });
    expect(await tableCounts()).toEqual(before);
  });

  it('for gzip that turns out invalid early in a long body leaves the service running', async () => {
    const noise = noiseOf(300_000);
    const wide = gzipSync(`a,b,c\n${noiseOf(2_000_000).toString('base64')}\n`);
    const gzip = { 'content-encoding': 'gzip' };
    expect(await problem(await service.importCsv('timezones', noise, gzip))).toMatchObject({ code: 'malformed_gzip' });
    expect(await problem(await service.importCsv('timezones', wide, gzip))).toMatchObject({ code: 'wrong_header' });
    const posted = await service.post('/observations', new Blob([noise]), {
      ...gzip,
      'content-type': 'application/json',
    });
    expect(await problem(posted)).toMatchObject({ code: 'malformed_gzip' });
    // A connection cannot be reused if the answer came before all of the body was sent.
    await until(() =>
      service.get('/health/ready', { connection: 'close' }).then(
        ({ ok }) => ok || undefined,
        () => undefined,
      ),
    );
    expect(service.ended).toBe(false);
  });

  it('for broken or truncated gzip changes nothing', async () => {
    const before = await tableCounts();
    const zipped = gzipSync(`store_id,timezone_str\n${noiseOf(50_000).toString('hex')},x\nzip,Asia/Tokyo\n`);
    for (const body of [
      zipped.subarray(0, zipped.length - 20),
      Buffer.from('store_id,timezone_str\nzip,Asia/Tokyo\n'),
    ]) {
      const response = await service.importCsv('timezones', body, { 'content-encoding': 'gzip' });
      expect(await problem(response)).toMatchObject({ status: 400, code: 'malformed_gzip' });
    }
    expect(await tableCounts()).toEqual(before);
  });

  it('because its client disconnects or stalls leaves nothing behind', async () => {
    const before = await tableCounts();
    const csv = 'store_id,timezone_str\ngone,Asia/Tokyo\n';
    const abandon = async (
      type: string,
      start: string,
      then: (request: ReturnType<typeof httpRequest>) => void,
      code: string,
    ) => {
      const failed = async () => {
        const found = await database.query(`SELECT FROM import WHERE status = 'Failed' AND error_code = $1`, [code]);
        return found.rowCount ?? 0;
      };
      const failedBefore = await failed();
      const request = httpRequest(`${service.base}/imports/timezones`, {
        method: 'POST',
        headers: { 'content-type': type, 'content-length': '1000000' },
      });
      request.on('error', () => undefined);
      request.write(start);
      then(request);
      await until(async () => ((await failed()) > failedBefore ? true : undefined));
    };
    for (const [type, start] of [
      ['text/csv', csv],
      [FORM, formPart('zones.csv', csv)],
    ] as const) {
      await abandon(
        type,
        start,
        (request) => {
          request.once('socket', (socket) => {
            socket.once('connect', () => setImmediate(() => request.destroy()));
          });
        },
        'client_gone',
      );
      await abandon(type, start, () => undefined, 'upload_stalled');
    }
    expect(await tableCounts()).toEqual(before);
    const spooled = await database.query(`SELECT FROM import WHERE status = 'Running'`);
    expect(spooled.rowCount).toBe(0);
  });
});

describe('an import that waits for its turn', () => {
  it('for longer than its client may pause is written and answered', async () => {
    const zones = (store: string) => `store_id,timezone_str\n${store},Asia/Tokyo\n`;
    await database.query(HOLD_BUCKETS);
    const waiting: Promise<Response>[] = [];
    try {
      // The first waits for the lock, the others for the first.
      waiting.push(service.importCsv('timezones', zones('turn-1')));
      waiting.push(service.importCsv('timezones', gzipSync(zones('turn-2')), { 'content-encoding': 'gzip' }));
      const form = new FormData();
      form.append('file', new Blob([zones('turn-3')]), 'zones.csv');
      waiting.push(fetch(`${service.base}/imports/timezones`, { method: 'POST', body: form }));
      await until(async () => {
        const late = await database.query(
          `SELECT FROM import WHERE status = 'Running' AND rows_read = 1 AND created_at < now() - interval '2.5 seconds'`,
        );
        return late.rowCount === 3 || undefined;
      });
    } finally {
      await database.query(RELEASE_BUCKETS);
    }
    for (const answer of waiting) expect(await counts(await answer)).toEqual(complete({ read: 1, accepted: 1 }));
  });
});

describe('a form', () => {
  const zones = (store: string) => `store_id,timezone_str\n${store},Asia/Tokyo\n`;

  async function send(form: FormData): Promise<Response> {
    return fetch(`${service.base}/imports/timezones`, { method: 'POST', body: form });
  }

  it('as browsers send it imports its one file, whatever the name of the field', async () => {
    const form = new FormData();
    form.append('comment', 'x'.repeat(100_000));
    form.append('upload', new Blob([zones('form-1')]), 'zones.csv');
    form.append('comment', 'y');
    const response = await send(form);
    expect(await json(response.clone())).toMatchObject({ kind: 'timezones', bytes_read: 40 });
    expect(await counts(response)).toEqual(complete({ read: 1, accepted: 1 }));
  });

  it('can be gzipped as a whole', async () => {
    const body = gzipSync(`${formPart('zones.csv', zones('form-2'))}\r\n--edge--\r\n`);
    const response = await service.post('/imports/timezones', new Blob([body]), {
      'content-type': FORM,
      'content-encoding': 'gzip',
    });
    expect(await counts(response)).toEqual(complete({ read: 1, accepted: 1 }));
  });

  it('with no file, with two, malformed or cut is refused, and changes nothing', async () => {
    const before = await tableCounts();
    const none = new FormData();
    none.append('comment', 'nothing was chosen');
    expect(await json(await send(none))).toMatchObject({ status: 422, code: 'no_file' });
    const two = new FormData();
    two.append('one', new Blob([zones('form-3')]), 'one.csv');
    two.append('two', new Blob([zones('form-4')]), 'two.csv');
    const refused = await json(await send(two));
    expect(refused).toMatchObject({ status: 422, code: 'one_file_at_a_time' });
    expect(await json(await service.get(`/imports/${text(refused, 'import_id')}`))).toMatchObject({
      status: 'Failed',
      error: { code: 'one_file_at_a_time' },
    });
    for (const body of [formPart('zones.csv', zones('form-5')), 'no form at all']) {
      const malformed = await service.post('/imports/timezones', body, { 'content-type': FORM });
      expect(await json(malformed)).toMatchObject({ status: 400, code: 'malformed_form' });
    }
    expect(await tableCounts()).toEqual(before);
  });

  it('has the limit of any import, and its file the errors of any file', async () => {
    const large = new FormData();
    large.append('file', new Blob(['store_id,timezone_str\n' + 'big,Asia/Tokyo\n'.repeat(300_000)]), 'big.csv');
    expect(await json(await send(large))).toMatchObject({ status: 413, code: 'body_too_large' });
    const wrong = new FormData();
    wrong.append('file', new Blob(['nope\n' + 'x,y\n'.repeat(700_000)]), 'wrong.csv');
    expect(await json(await send(wrong))).toMatchObject({ status: 422, code: 'wrong_header' });
  });
});

describe('gzip', () => {
  it('is accepted as the encoding of a body', async () => {
    const csv = gzipSync('store_id,timezone_str\ngz,Asia/Tokyo\n');
    expect(await counts(await service.importCsv('timezones', csv, { 'content-encoding': 'gzip' }))).toEqual(
      complete({ read: 1, accepted: 1 }),
    );
  });
});

describe('GET /imports/{import_id}', () => {
  it('shows the state and counts of an import', async () => {
    const imported = await json(await service.importCsv('timezones', 'store_id,timezone_str\nshown,Asia/Tokyo\n'));
    const shown = await service.get(`/imports/${text(imported, 'import_id')}`);
    expect(await json(shown)).toEqual({ ...imported, file_name: null });
    expect(imported).toMatchObject({ kind: 'timezones', status: 'Complete', bytes_read: 39 });
  });

  it('shows why an import failed', async () => {
    await service.importCsv('timezones', 'store_id\n');
    const latest = await database.query<{ import_id: string }>(
      'SELECT import_id FROM import ORDER BY import_key DESC LIMIT 1',
    );
    const shown = await json(await service.get(`/imports/${latest.rows[0]?.import_id ?? ''}`));
    expect(shown).toMatchObject({ status: 'Failed', rows_accepted: 0, error: { code: 'wrong_header' } });
  });

  it('is a 404 for an unknown id and a 400 for a malformed one', async () => {
    const unknown = '/imports/00000000-0000-4000-8000-000000000000';
    for (const path of [unknown, `${unknown}/rejects`]) {
      expect(await json(await service.get(path))).toMatchObject({ status: 404, code: 'import_not_found' });
    }
    for (const path of ['/imports/x', '/imports/x/rejects']) {
      expect(await json(await service.get(path))).toMatchObject({ status: 400, code: 'invalid_import_id' });
    }
  });
});

it('leaves no spool open or on disk, whether imports were complete, failed or were broken off', async () => {
  const right = 'spooled,0,09:00,17:00\n';
  const rows = right.repeat(10_000) + 'wrong,9,09:00,17:00\n'.repeat(10_000);
  const csv = `store_id,day,start_time_local,end_time_local\n${rows}`;
  for (let time = 0; time < 3; time++) {
    expect((await service.importCsv('business-hours', csv)).status).toBe(201);
    const zipped = gzipSync(csv);
    const cut = await service.importCsv('business-hours', zipped.subarray(0, -10), { 'content-encoding': 'gzip' });
    expect(cut.status).toBe(400);
  }
  const upload = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      controller.enqueue(Buffer.from(csv));
    },
    // So that it does not stall. The client goes on reading it after an abort.
    pull: async (controller) => {
      await delay(100);
      if (upload.signal.aborted) controller.close();
      else controller.enqueue(Buffer.from(right));
    },
  });
  const broken = fetch(`${service.base}/imports/business-hours`, {
    method: 'POST',
    headers: { 'content-type': 'text/csv' },
    body,
    duplex: 'half',
    signal: upload.signal,
  }).catch(() => undefined);
  await until(async () => ((await openSpools()) === 3 ? true : undefined));
  upload.abort();
  await broken;
  await until(async () => ((await openSpools()) === 0 ? true : undefined));
  expect(await readdir(join(dataDir, 'spool'))).toEqual([]);
});

/** How many spools the service holds open; they have no name any more. */
async function openSpools(): Promise<number> {
  const folder = `/proc/${service.pid}/fd`;
  const files = await Promise.all(
    (await readdir(folder)).map((fd) => readlink(join(folder, fd)).catch(() => 'closed meanwhile')),
  );
  return files.filter((file) => file.startsWith(join(dataDir, 'spool'))).length;
}

/** Bytes that cannot be compressed, always the same. */
function noiseOf(length: number): Buffer {
  const random = new Random(1);
  return Buffer.from(Array.from({ length }, () => random.below(256)));
}
