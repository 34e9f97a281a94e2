import { readFile } from 'node:fs/promises';
import { gzipSync } from 'node:zlib';
import { version } from '../../package.json';
import { describeInBrowser, Visit } from '../support/browser/visit';

const TIMEZONES = 'store_id,timezone_str\ndowntown,America/New_York\nairport,America/Los_Angeles\n';
const HOURS = 'store_id,dayOfWeek,start_time_local,end_time_local\ndowntown,0,11:00:00,15:00:00\n';
const SPECIAL = 'store_id,date,start_time_local,end_time_local\ndowntown,2024-12-25,,\n';
const CLOSURES = 'store_id,from,to,reason\ndowntown,2024-12-24T20:00:00Z,2024-12-24T22:00:00Z,power cut\n';
const OBSERVATIONS =
  'store_id,status,timestamp_utc\n' +
  'downtown,active,2024-10-07 15:10:00 UTC\ndowntown,inactive,2024-10-07 17:30:00 UTC\n' +
  'airport,closed,2024-10-07 17:00:00 UTC\nairport,active,2024-10-07 18:00:00 UTC\n';

describeInBrowser('the page of a service without data', () => {
  let visit: Visit;

  beforeAll(async () => {
    // Nothing of the page may depend on where it is.
    visit = await Visit.begin({ BASE_PATH: '/monitor' });
  });

  afterAll(async () => {
    await visit.end();
  });

  it('explains what to do first', async () => {
    await visit.open('');
    await visit.page.getByRole('link', { name: 'Import the three files' }).waitFor();
    await visit.page.getByText(`Version ${version}`).waitFor();
    expect(await visit.look('overview-empty')).toEqual([]);
    for (const [path, text] of [
      ['stores', 'import stores'],
      ['reports', 'No reports yet'],
      ['imports', 'No imports yet'],
      ['targets', 'There are no observations yet. Import some'],
      ['nowhere', 'no page at this address'],
      ['stores/nobody', 'Store not found'],
    ] as const) {
      await visit.open(path);
      await visit.page.getByText(text).waitFor();
      expect(await visit.look(`${path.replace('/', '-')}-empty`)).toEqual([]);
    }
  });

  it('is below the base path, and so are the documentation and the API', async () => {
    const { base } = visit.service;
    const redirect = await fetch(`${base}/monitor?a=1`, { redirect: 'manual' });
    expect([redirect.status, redirect.headers.get('location')]).toEqual([308, '/monitor/?a=1']);
    expect(redirect.headers.has('x-request-id')).toBe(true);
    const docs = `${base}/monitor/docs`;
    const [script = ''] = /[^"]+swagger-ui-bundle\.js/.exec(await (await fetch(docs)).text()) ?? [];
    expect((await fetch(new URL(script, docs))).status).toBe(200);
    const document: unknown = await (await fetch(`${docs}-json`)).json();
    expect(document).toMatchObject({ servers: [{ url: '/monitor' }] });
    // A proxy may take it away, and probes do not have it.
    for (const path of ['/health', '/monitor/health', '/']) expect((await fetch(base + path)).status).toBe(200);
    for (const path of ['/monitors/health', '/monitor/monitor/health']) {
      expect((await fetch(base + path)).status).toBe(404);
    }
  });

  it('explains why a report cannot be started', async () => {
    await visit.open('reports');
    await visit.page.getByRole('button', { name: 'Start a report' }).click();
    await visit.page.getByRole('alert').getByText('There are no observations yet').waitFor();
    await visit.page.getByLabel('As of').fill('yesterday');
    await visit.page.getByRole('button', { name: 'Start a report' }).click();
    await visit.page.getByRole('alert').getByText('must be an instant').waitFor();
    const asOf = visit.page.getByLabel('As of');
    expect(await asOf.getAttribute('aria-invalid')).toBe('true');
    expect(await asOf.getAttribute('aria-describedby')).toBe(await visit.page.getByRole('alert').getAttribute('id'));
    expect(await visit.look('report-invalid')).toEqual([]);
  });

  it('guesses the kinds of files, imports them, explains what is wrong with one, and shows rejected rows', async () => {
    const { page } = visit;
    await visit.open('imports');
    await page.getByLabel('Drop CSV files here or choose them').setInputFiles([
      file('zones.csv', TIMEZONES),
      // The service skips empty lines.
      file('hours.csv', `\r\n\n${HOURS}`),
      file('observations.csv', OBSERVATIONS),
      file('other.csv', 'store_id,colour\n1,red\n'),
    ]);
    const kinds = ['zones', 'hours', 'observations', 'other'].map((name) =>
      page.getByLabel(`Kind of ${name}.csv`).inputValue(),
    );
    expect(await Promise.all(kinds)).toEqual(['timezones', 'business-hours', 'store-status', '']);
    await page.getByText('The first line fits no kind: store_id,colour').waitFor();
    await page.getByLabel('Kind of other.csv').selectOption('Time zones');
    await page.getByRole('button', { name: 'Import 4 files' }).click();
    await page.getByText('The header lacks the column timezone_str').first().waitFor();
    await page.getByText('4 rows: 3 accepted, 0 unchanged, 1 rejected.').waitFor();
    await page.getByText('2 rows: 2 accepted, 0 unchanged, 0 rejected.').waitFor();
    await page.getByRole('cell', { name: '1 rejected, show them' }).waitFor();
    expect(await visit.look('imports')).toEqual([]);
    const list = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Download CSV' }).click();
    expect((await list).suggestedFilename()).toMatch(/^imports_\d{4}-\d\d-\d\d\.csv$/);
    const lines = (await readFile(await (await list).path(), 'utf8')).split('\n');
    expect(lines[0]).toMatch(/^import_id,kind,file_name,.+,rows_rejected,note,error$/);
    expect(lines.slice(1).map((line) => line.split(',')[2])).toEqual(expect.arrayContaining(['zones.csv']));

    await page.getByRole('button', { name: 'See why' }).click();
    await page.getByRole('dialog').getByText('4,invalid_status,"airport,closed').waitFor();
    expect(await visit.look('imports-rejects')).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('dialog').getByRole('link', { name: 'Download CSV' }).click();
    expect((await download).suggestedFilename()).toMatch(/^rejects_.+\.csv$/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  });

  it('takes gzip by its content, and shows an import of which most rows were rejected as no success', async () => {
    const { page } = visit;
    await visit.open('imports');
    const csv = 'store_id,timezone_str\nnowhere,Mars/Olympus\n';
    const zipped = { name: 'zipped.csv', mimeType: 'text/csv', buffer: gzipSync(csv) };
    const both = file('both.csv', 'store_id,status,timestamp_utc,timezone_str\n');
    await page.getByLabel('Drop CSV files here or choose them').setInputFiles([zipped, both]);
    await page.getByText('The first line fits store-status and timezones: ').waitFor();
    await page.getByRole('button', { name: 'Remove both.csv' }).click();
    await page.getByRole('button', { name: 'Remove other.csv' }).click();
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    const outcome = page.getByText('▲ 1 row: 0 accepted, 0 unchanged, 1 rejected.');
    await outcome.getByText('Most rows were rejected: 1 of 1. Unknown time zones: Mars/Olympus.').waitFor();
    await page.getByRole('cell', { name: 'Mostly rejected' }).waitFor();
    expect(await visit.look('imports-mostly-rejected')).toEqual([]);
  });

  it('takes special hours and closures, and shows them at their store', async () => {
    const { page } = visit;
    await visit.open('imports');
    await page
      .getByLabel('Drop CSV files here or choose them')
      .setInputFiles([file('holidays.csv', SPECIAL), file('works.csv', CLOSURES)]);
    expect(await page.getByLabel('Kind of holidays.csv').inputValue()).toBe('special-hours');
    expect(await page.getByLabel('Kind of works.csv').inputValue()).toBe('closures');
    await page.getByRole('button', { name: 'Import 2 files' }).click();
    for (const name of ['holidays.csv', 'works.csv']) {
      const upload = page.getByRole('listitem').filter({ hasText: name });
      await upload.getByText('1 row: 1 accepted, 0 unchanged, 0 rejected.').waitFor();
    }
    await visit.open('stores/downtown');
    await page.getByRole('row', { name: 'Wed 25 Dec 2024 closed' }).waitFor();
    await page.getByRole('row', { name: /2024-12-24 15:00:00 2024-12-24 17:00:00 power cut/ }).waitFor();
  });

  it('continues an upload and lists it while another view is open', async () => {
    const { page } = visit;
    await visit.open('imports');
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/imports/timezones?*', async (route) => {
      await released;
      await route.continue();
    });
    await page.getByLabel('Drop CSV files here or choose them').setInputFiles([file('zones.csv', TIMEZONES)]);
    await page.getByRole('button', { name: 'Import 1 file' }).click();
    await page.getByRole('progressbar', { name: 'Upload of zones.csv' }).waitFor();
    await visit.open('stores');
    await visit.open('imports');
    await page.getByRole('progressbar', { name: 'Upload of zones.csv' }).waitFor();
    release();
    await page.getByText('2 rows: 0 accepted, 2 unchanged, 0 rejected.').waitFor();
    await page.unroute('**/imports/timezones?*');
  });

  it('starts a report by keyboard alone, follows it, and shows its figures', async () => {
    const { page } = visit;
    await visit.open('');
    await page.reload();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to content');
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Reports' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText(/^Sun 6 Oct 2024, in each store’s own days/).waitFor();
    await page.getByLabel('As of').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('row', { name: /^downtown/ }).waitFor();
    const cells = await page
      .getByRole('row', { name: /^downtown/ })
      .getByRole('cell')
      .allTextContents();
    // The store was not open on the day before its first observation, a Sunday.
    expect(cells).toEqual(['0.00', '0.00', '0.00', '0.00']);
    await page.getByRole('row', { name: /^last day/ }).waitFor();
    await page.getByLabel('Window').selectOption('All');
    await page.getByRole('columnheader', { name: 'Uptime, hour' }).waitFor();
    const all = await page
      .getByRole('row', { name: /^downtown/ })
      .getByRole('cell')
      .allTextContents();
    // Uptime, then downtime, of the day, that a week before, the last hour, day and week.
    expect(all.slice(0, 10)).toEqual([
      '0.00',
      '0.00',
      '30.00',
      '2.50',
      '3.50',
      '0.00',
      '0.00',
      '30.00',
      '0.50',
      '0.50',
    ]);
    expect(await visit.look('report-small')).toEqual([]);
  });

  it('is told where a report will be, below the base path', async () => {
    const triggered = await fetch(`${visit.service.base}/monitor/trigger_report`, { method: 'POST' });
    expect(triggered.headers.get('location')).toMatch(/^\/monitor\/get_report\?report_id=/);
  });
});

function file(name: string, text: string) {
  return { name, mimeType: 'text/csv', buffer: Buffer.from(text) };
}
