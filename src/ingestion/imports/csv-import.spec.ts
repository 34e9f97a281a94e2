import { readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { HOURS, Ingestion, MANY, STATUS, withRejects, ZONES } from '../../../test/support/modules/ingestion';
import { until } from '../../../test/support/service';
import { CodedError } from '../../common/coded-error';
import { lockAllBuckets } from '../../stores/buckets/bucket-locks';
import type { Import } from './import.entity';
import { ImportsService } from './imports.service';
import { ACT } from '../../../test/support/access/act';

const ingestion = Ingestion.forEachTest();

/** The spools that this process holds open: they have no name any more. */
async function openSpools(): Promise<string[]> {
  const open = await readdir('/proc/self/fd');
  const files = await Promise.all(open.map((fd) => readlink(`/proc/self/fd/${fd}`).catch(() => '')));
  return files.filter((file) => file.startsWith(join(ingestion.dataDir, 'spool')));
}

async function spoolsOnDisk(): Promise<string[]> {
  return readdir(join(ingestion.dataDir, 'spool')).catch(() => []);
}

describe('the rejects of an import', () => {
  // They are read 1000 at a time.
  it.each([0, 1, 999, 1000, 1001, 2000, MANY])('are all there, in order, if there are %d', async (count) => {
    const csv = withRejects(count);
    const found = await ingestion.receive('timezones', csv.slice(0, 30_000), csv.slice(30_000));
    expect(found).toMatchObject({ rowsRead: count + 1, rowsAccepted: 1, rowsRejected: count });
    const lines = (await ingestion.rejectsOf(found)).map(({ line, reason, text }) => `${line} ${reason} ${text}`);
    expect(lines).toEqual(Array.from({ length: count }, (_, row) => `${row + 3} unknown_timezone wrong,Mars/Olympus`));
  });

  it('are those of that import alone', async () => {
    const first = await ingestion.receive('timezones', `${ZONES}x,\n`);
    const second = await ingestion.receive('timezones', `${ZONES}y\n`);
    expect(await ingestion.rejectsOf(first)).toEqual([{ line: '2', reason: 'missing_field', text: 'x,' }]);
    expect(await ingestion.rejectsOf(second)).toEqual([{ line: '2', reason: 'column_count', text: 'y' }]);
  });

  it('keep up to 1,024 bytes of each row, cut between characters, without NUL', async () => {
    const rows = [
      ...[1023, 1024, 1025, 5000].map((length) => 'x'.repeat(length)),
      `${'x'.repeat(1022)}é!`,
      `${'x'.repeat(1023)}é!`,
      `${'x'.repeat(1021)}𝄞!`,
      `${'x'.repeat(1020)}𝄞!`,
      '\0a\0b',
    ];
    const found = await ingestion.receive('timezones', `${ZONES}${rows.join('\n')}\n`);
    expect((await ingestion.rejectsOf(found)).map(({ text }) => text)).toEqual([
      ...[1023, 1024, 1024, 1024].map((length) => 'x'.repeat(length)),
      `${'x'.repeat(1022)}é`,
      'x'.repeat(1023),
      'x'.repeat(1021),
      `${'x'.repeat(1020)}𝄞`,
      '\ufffda\ufffdb',
    ]);
  });
});

describe('an import with more rejects than are kept', () => {
  const environment = { IMPORT_MAX_REJECTS: '3' };

  it.each([
    [3, null],
    [4, '3 of the 4 rejects are kept, and the others only counted.'],
    [5, '3 of the 5 rejects are kept, and the others only counted.'],
  ])('keeps the first ones of %d, counts all of them and says so', async (count, note) => {
    const csv = ZONES + 'right,Asia/Tokyo\n'.repeat(5) + 'wrong\n'.repeat(count);
    const found = await ingestion.receiveWith(environment, 'timezones', csv);
    expect(found).toMatchObject({ rowsRead: 5 + count, rowsAccepted: 1, rowsUnchanged: 4, rowsRejected: count, note });
    expect((await ingestion.rejectsOf(found)).map(({ line }) => line)).toEqual(['7', '8', '9']);
  });

  it('prefers wrong rows to those that are held back with them', async () => {
    const rows = ['a,1,09:00,17:00', 'b,1,09:00,17:00', 'a,2,09:00,17:00', 'a,9,09:00,17:00', 'a,9,09:00,17:00'];
    const found = await ingestion.receiveWith(environment, 'business-hours', `${HOURS}${rows.join('\n')}\n`);
    expect(found).toMatchObject({ rowsRead: 5, rowsAccepted: 1, rowsUnchanged: 0, rowsRejected: 4 });
    expect(found.note).toContain('3 of the 4 rejects are kept, and the others only counted.');
    const lines = (await ingestion.rejectsOf(found)).map(({ line, reason }) => `${line} ${reason}`);
    expect(lines).toEqual(['2 store_incomplete', '5 invalid_day', '6 invalid_day']);
    const full = `${HOURS}a,1,09:00,17:00\n${'a,9,09:00,17:00\n'.repeat(3)}`;
    const others = await ingestion.receiveWith(environment, 'business-hours', full);
    expect(others).toMatchObject({ rowsAccepted: 0, rowsUnchanged: 0, rowsRejected: 4 });
    expect((await ingestion.rejectsOf(others)).map(({ reason }) => reason)).toEqual(Array(3).fill('invalid_day'));
  });
});

describe('an import that names more stores than it may', () => {
  const environment = { IMPORT_MAX_STORES: '3' };

  it.each([
    ['store-status', STATUS, ',active,2024-10-03 12:00:00\n'],
    ['business-hours', HOURS, ',0,09:00,17:00\n'],
    ['business-hours', HOURS, ',9,09:00,17:00\n'],
    ['timezones', ZONES, ',Asia/Tokyo\n'],
  ] as const)('fails with the row that names one more, and changes nothing (%s)', async (kind, header, rest) => {
    const most = ['a', 'b', 'c', 'a', 'c'].map((id) => id + rest).join('');
    const failed = ingestion.receiveWith(environment, kind, header, most, `d${rest}`);
    await expect(failed).rejects.toMatchObject({ code: 'too_many_import_stores', values: { limit: 3 } });
    expect(await ingestion.query(`SELECT status, rows_read FROM import`)).toMatchObject([{ status: 'Failed' }]);
    expect(await ingestion.written()).toBe(0);
    expect(await openSpools()).toEqual([]);
    expect(await ingestion.receiveWith(environment, kind, header, most)).toMatchObject({ status: 'Complete' });
  });
});

describe('imports that name many stores', () => {
  const rows = Array.from({ length: 110_000 }, (_, store) => `s${store},UTC\n`).join('');
  let received = 0;

  async function receive(service: ImportsService): Promise<Import> {
    async function* body(): AsyncGenerator<Buffer> {
      yield await Promise.resolve(Buffer.from(ZONES + rows));
      received++;
    }
    return service.receive('timezones', body(), ({ code }) => code, ACT);
  }

  it('at once are refused, and can be sent again once others are over', async () => {
    const service = (await ingestion.startAnother(ingestion.url, { IMPORT_MAX_STORES: '110000' })).get(ImportsService);
    const waiting: Promise<unknown>[] = [];
    await ingestion.database.transaction(async (client) => {
      await lockAllBuckets(client);
      waiting.push(receive(service), receive(service));
      await until(() => (received === 2 ? true : undefined));
      await expect(receive(service)).rejects.toMatchObject({ code: 'too_busy', members: { retry_after: 10 } });
    });
    expect(await Promise.all(waiting)).toMatchObject([{ rowsRead: 110_000 }, { rowsRead: 110_000 }]);
    expect(await receive(service)).toMatchObject({ rowsUnchanged: 110_000 });
  });
});

describe('the spools of imports', () => {
  it('have no name while a body comes, and are closed once it is complete, failed or given up', async () => {
    for (const end of ['', new CodedError('client_gone'), new Error('reading failed')]) {
      const running = await ingestion.begun('timezones', withRejects(MANY));
      expect(await openSpools()).toHaveLength(1);
      expect(await spoolsOnDisk()).toEqual([]);
      running.goOn(end);
      await running.outcome;
      expect(await openSpools()).toEqual([]);
    }
    const given = await ingestion.begun('timezones', withRejects(MANY));
    await ingestion.query(`UPDATE import SET status = 'Failed', error_code = 'interrupted', finished_at = now()
                 WHERE status = 'Running'`);
    given.goOn('');
    await given.outcome;
    expect(await openSpools()).toEqual([]);
    expect(await spoolsOnDisk()).toEqual([]);
  });

  it.each([
    ['business-hours', 'two for its rows and one', 3, HOURS, 'right,0,09:00,17:00\n', 'wrong,9,09:00,17:00\n'],
    ['timezones', 'only one', 1, ZONES, 'right,Asia/Tokyo\n', 'wrong,Mars/Olympus\n'],
  ] as const)('of a %s file are %s for its rejects', async (kind, _rows, spools, header, right, wrong) => {
    const running = await ingestion.begun(kind, header + (right + wrong).repeat(MANY));
    expect(await openSpools()).toHaveLength(spools);
    running.goOn(right);
    expect(await running.outcome).toMatchObject({ rowsRead: 2 * MANY + 1, rowsAccepted: 1, rowsRejected: MANY });
    expect(await openSpools()).toEqual([]);
  });

  it('take the sorted observations, too', async () => {
    const [wrong, right] = ['wrong,open,2024-10-03 12:00:00 UTC\n', 'right,active,2024-10-03 12:00:00 UTC\n'];
    const enough = (1 << 17) - (1 << 14) + 1;
    const running = await ingestion.begun('store-status', STATUS + wrong.repeat(MANY) + right.repeat(enough));
    expect(await openSpools()).toHaveLength(2);
    running.goOn(right);
    expect(await running.outcome).toMatchObject({ rowsAccepted: 1, rowsUnchanged: enough, rowsRejected: MANY });
    expect(await openSpools()).toEqual([]);
  });
});
