import { Client } from 'pg';
import { databaseUrl } from '../../support/database';
import { beginImport } from '../../support/rig';
import { json, newDataDir, removeDataDir, Service, text, until } from '../../support/service';

let service: Service;

beforeAll(async () => {
  service = await Service.start(await newDataDir(), { REPORT_WORKERS: '0' });
});

afterAll(async () => {
  await service.stop();
  await removeDataDir(service.dataDir);
});

interface Page {
  imports: Record<string, unknown>[];
  next_cursor: string | null;
}

async function page(query = ''): Promise<Page> {
  const found: Page = JSON.parse(await (await service.get(`/imports${query}`)).text());
  return found;
}

describe('GET /imports', () => {
  it('pages from the newest to the oldest', async () => {
    expect(await page()).toEqual({ imports: [], next_cursor: null });
    const imported: unknown[] = [];
    for (let store = 0; store < 7; store++) {
      const answer = await service.importCsv('timezones', `store_id,timezone_str\nstore-${store},Asia/Tokyo\n`);
      imported.unshift({ ...(await json(answer)), file_name: null });
    }
    const failed = await json(await service.importCsv('timezones', 'nope\n'));

    const seen: Record<string, unknown>[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const found: Page = await page(`?limit=3${cursor === '' ? '' : `&cursor=${cursor}`}`);
      expect(found.imports.length).toBe(cursor === '' || seen.length < 6 ? 3 : 2);
      seen.push(...found.imports);
      cursor = found.next_cursor;
    }
    expect(seen[0]).toMatchObject({ import_id: failed.import_id, status: 'Failed', error: { code: 'wrong_header' } });
    expect(seen.slice(1)).toEqual(imported);
    expect((await page()).imports).toEqual(seen);
  });

  it('can be limited to one source', async () => {
    const observation = { store_id: 'store-1', status: 'active', timestamp_utc: '2024-10-03T12:00:00Z' };
    const posted = await json(await service.observe([observation]));
    for (const source of ['csv', 'json', 'kafka']) {
      const found = (await page(`?source=${source}`)).imports;
      expect(found.length).toBe({ csv: 8, json: 1, kafka: 0 }[source]);
      for (const shown of found) expect(shown).toMatchObject({ source });
    }
    expect((await page('?source=json')).imports[0]).toMatchObject({ import_id: posted.import_id });
    expect((await page('?source=csv&limit=7')).next_cursor).not.toBeNull();
    expect((await page('?source=csv&limit=8')).next_cursor).toBeNull();
    expect(await json(await service.get('/imports?source=xml'))).toMatchObject({ status: 400, code: 'invalid_source' });
  });

  it('refuses a wrong limit or cursor', async () => {
    expect(await json(await service.get('/imports?limit=501'))).toMatchObject({ status: 400, code: 'invalid_limit' });
    expect(await json(await service.get('/imports?cursor=x'))).toMatchObject({ status: 400, code: 'invalid_cursor' });
  });

  it('shows the progress of an upload that stalls midway', async () => {
    const upload = beginImport(service, 'store-status');
    const start =
      'store_id,status,timestamp_utc\nslow,active,2024-10-03 12:00:00 UTC\nslow,closed,2024-10-03 12:01:00 UTC\n';
    upload.write(start);
    const shown = await until(async () => {
      const [newest] = (await page('?limit=1')).imports;
      return newest?.rows_read === 2 ? newest : undefined;
    });
    expect(shown).toMatchObject({
      kind: 'store-status',
      status: 'Running',
      bytes_read: start.length,
      rows_rejected: 1,
      finished_at: null,
    });
    const rest = 'slow,inactive,2024-10-03 12:02:00 UTC\n';
    upload.write(rest);
    const path = `/imports/${text(shown, 'import_id')}`;
    const later = await until(async () => {
      const found = await json(await service.get(path));
      return found.rows_read === 3 ? found : undefined;
    });
    expect(later).toMatchObject({ status: 'Running', bytes_read: start.length + rest.length });

    const complete = await json(await upload.end());
    expect(complete).toMatchObject({ import_id: shown.import_id, status: 'Complete', rows_accepted: 2 });
    expect((await page('?limit=1')).imports).toEqual([{ ...complete, file_name: null }]);
  });

  it('keeps an import that another process gave up as interrupted; its own process answers 503', async () => {
    const upload = beginImport(service, 'timezones');
    upload.write('store_id,timezone_str\ngiven-up,Asia/Tokyo\n');
    const shown = await until(async () => {
      const [newest] = (await page('?limit=1')).imports;
      return newest?.status === 'Running' && newest.rows_read === 1 ? newest : undefined;
    });
    const database = new Client(await databaseUrl(service.dataDir));
    await database.connect();
    try {
      await database.query(
        `UPDATE import SET status = 'Failed', finished_at = now(), error_code = 'interrupted' WHERE import_id = $1`,
        [shown.import_id],
      );
    } finally {
      await database.end();
    }
    const refused = await upload.end();
    expect(refused.status).toBe(503);
    expect(await json(refused)).toMatchObject({ code: 'import_given_up', import_id: shown.import_id });
    expect((await page('?limit=1')).imports).toMatchObject([
      { import_id: shown.import_id, status: 'Failed', rows_accepted: 0, error: { code: 'interrupted' } },
    ]);
    expect((await service.get('/stores/given-up')).status).toBe(404);
  });
});
