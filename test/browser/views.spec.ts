import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { Locator, Page } from 'playwright-core';
import { z } from 'zod';
import { HOUR } from '../../src/calculator/instants';
import { writeDataSet } from '../../src/cli/data-set/data-set';
import { describeInBrowser, Visit } from '../support/browser/visit';
import { databaseUrl, slowDownShards } from '../support/database';
import { json, until } from '../support/service';

/** New York's clocks go back a few days earlier. */
const ENDING_AT = Date.UTC(2024, 10, 6) * 1000;

/** Two of five stores in the East are down on Monday, the day before the last one, from 18:00 to 21:30 in New York. */
const MONDAY_EVENING = { region: 'East', share: 0.4, from: ENDING_AT - 25 * HOUR, to: ENDING_AT - 21.5 * HOUR };

/** A store with hand-written observations: it was down across the hour that occurs twice. */
const NIGHT_BAR = {
  timezones: 'store_id,timezone_str\nnight-bar,America/New_York\n',
  'business-hours':
    'store_id,dayOfWeek,start_time_local,end_time_local\nnight-bar,5,18:00,04:00\nnight-bar,6,18:00,02:00\n',
  'store-status':
    'store_id,status,timestamp_utc\n' +
    'night-bar,active,2024-11-02 23:00:00.250000 UTC\n' +
    'night-bar,inactive,2024-11-03 05:30:00 UTC\nnight-bar,active,2024-11-03 06:45:00 UTC\n',
};

/** How many stores were open, as the headline of those that were down says. */
async function openStores(page: Page): Promise<number> {
  const headline = await page.getByText(/^\d+ of \d+ open stores$/).textContent();
  return Number(/of (\d+)/.exec(headline ?? '')?.[1]);
}

describeInBrowser('the page of a service with data', () => {
  let visit: Visit;

  beforeAll(async () => {
    visit = await Visit.begin({ REPORT_SHARD_STORES: '25' });
    const folder = await mkdtemp(join(tmpdir(), 'restaurant-monitor-'));
    const size = { stores: 300, days: 10, pollsPerDay: 24, seed: 11, endingAt: ENDING_AT };
    await writeDataSet({ ...size, event: MONDAY_EVENING }, folder);
    for (const [kind, name] of [
      ['timezones', 'timezones.csv'],
      ['business-hours', 'menu_hours.csv'],
      ['store-status', 'store_status.csv'],
    ] as const) {
      await visit.service.importCsv(kind, await readFile(join(folder, name)));
      await visit.service.importCsv(kind, NIGHT_BAR[kind]);
    }
    await rm(folder, { recursive: true });
    for (const as_of of ['2024-11-05T12:00:00Z', '2024-11-05T18:00:00Z']) await visit.service.report({ as_of });
    await visit.service.report();
  });

  afterAll(async () => {
    await visit.end();
  });

  it('shows all stores at a glance', async () => {
    await visit.open('');
    await visit.page.getByText(/Uptime and downtime are as of .+, from report \w{8} of 301 stores/).waitFor();
    await visit.page.getByRole('img', { name: /^Stores by their uptime/ }).waitFor();
    await visit.page
      .getByRole('img', { name: 'Uptime of all stores in 3 reports, from 2024-11-05 12:00:00 UTC to ' })
      .waitFor();
    // Yesterday, at the zone of the service, with the same weekday before it and how much is measured.
    await visit.page.getByRole('heading', { name: 'Uptime, Mon 4 Nov 2024' }).waitFor();
    await visit.page.getByText(/points (more|less) than on Mon 28 Oct 2024 \(\d+\.\d\d%\)/).waitFor();
    const period = visit.page.getByRole('region', { name: 'Uptime, Mon 4 Nov 2024' });
    await period
      .getByText(/%\s+measured, .+ carried for more than 3 hours/)
      .first()
      .waitFor();
    // The last hour, day and week have the same beside them.
    for (const window of ['last hour', 'last day', 'last week']) {
      const recent = visit.page.getByRole('region', { name: `Uptime, ${window}` });
      await recent.getByText(/(points (more|less) than|the same as) a week before \(\d+\.\d\d%\)/).waitFor();
      await recent.getByText(/%\s+measured/).waitFor();
    }
    await visit.page.getByRole('table', { name: 'Outages in progress' }).waitFor();
    const groups = visit.page.getByRole('table', { name: 'Groups by timezone' });
    await groups
      .getByText(/%\s+measured/)
      .first()
      .waitFor();
    const worst = visit.page.getByRole('table', { name: 'most downtime' }).getByRole('row');
    await until(async () => (await worst.count()) === 11 || undefined);
    expect(await visit.lookAtAllWidths('overview')).toEqual([]);
  });

  it('leads from the chart to the stores of an hour, and to the proof of one figure, which a link shows again', async () => {
    const { page } = visit;
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await visit.open('');
    await page.getByText(/^\d+ of \d+ open stores$/).waitFor();
    await page.getByText('The same as a table').click();
    await page.getByRole('table', { name: 'Stores down over time' }).getByRole('row').nth(24).waitFor();
    const chart = page.getByRole('region', { name: 'Stores down, Mon 4 Nov 2024' });
    expect(await downloaded(chart.getByRole('button', { name: 'Download CSV' }))).toBe('stores-down_2024-11-04.csv');
    const groups = page.getByRole('link', { name: 'Download CSV of all groups' });
    expect(await downloaded(groups)).toMatch(/^groups_[\w-]{36}\.csv$/);
    await page.getByRole('link', { name: 'See these stores' }).click();
    await page.getByRole('heading', { level: 1, name: /^Stores down, Mon 4 Nov 2024, \d\d:00 to \d\d:00$/ }).waitFor();
    const outages = page.getByRole('table', { name: 'Outages within this time' }).getByRole('row');
    const down = Number(/^\d+/.exec((await page.getByText(/^\d+ of \d+ open stores$/).textContent()) ?? '')?.[0]);
    await page
      .getByRole('status')
      .getByText(/outages found/)
      .waitFor();
    expect(await outages.count()).toBeGreaterThan(Math.min(down, 50));
    expect(await downloaded(page.getByRole('button', { name: 'Download CSV' }))).toMatch(
      /^outages_2024-11-0\dT\d\d-00\.csv$/,
    );
    expect(await visit.lookAtAllWidths('outages')).toEqual([]);
    await page.getByRole('button', { name: 'Down from' }).click();
    await page.waitForURL(/&sort=newest/);
    await page.getByRole('columnheader', { name: 'Down from' }).and(page.locator('[aria-sort=descending]')).waitFor();
    const open = await openStores(page);
    const zone = page.getByLabel('Time zone');
    await zone.selectOption('America/New_York');
    await page.waitForURL(/&timezone=America%2FNew_York/);
    const inZone = await until(async () => {
      const fewer = await openStores(page);
      return fewer < open ? fewer : undefined;
    });
    expect(inZone).toBeGreaterThan(0);
    expect(await downloaded(page.getByRole('button', { name: 'Download CSV' }))).toMatch(/_America-New_York\.csv$/);
    await page.getByRole('search', { name: 'Stores' }).getByLabel('Id or name').fill('night-b');
    await page.getByText('None of these stores was down within its business hours.').waitFor();
    expect(await visit.lookAtAllWidths('outages-of-a-zone')).toEqual([]);
    await page.getByLabel('Id or name').fill('');
    await zone.selectOption('');
    await until(async () => (await openStores(page)) === open || undefined);
    await outages.nth(1).getByRole('link').click();
    // The stretch of that hour is selected: the store was down.
    await page.getByText(/^Inactive from 2024-11-0/).waitFor();
    await page.getByRole('button', { name: 'Copy link' }).click();
    await page.getByText('✓ Copied').waitFor();
    const link = await page.evaluate('navigator.clipboard.readText()');
    expect(link).toMatch(/#\/stores\/[\w-]+\?at=.+&report_id=[\w-]{36}$/);
    const text = await page.getByText(/^Inactive from/).textContent();
    await page.goto('about:blank');
    await page.goto(String(link));
    await page.getByText(text ?? '', { exact: true }).waitFor();

    await visit.open('compare');
    await page.getByRole('table', { name: 'Mon 4 Nov 2024 beside Mon 28 Oct 2024' }).waitFor();
    expect(await visit.look('compare')).toEqual([]);
    await visit.open('compare?of=groups&by=timezone');
    await page.getByLabel('with group').selectOption('America/Chicago');
  });

  it('shows an event as one incident, two clicks from its stores', async () => {
    const { page } = visit;
    const list = page.getByRole('region', { name: 'Incidents' });
    await page.route('**/incidents?*', (route) => route.fulfill({ status: 422, json: { detail: 'Not now.' } }));
    await visit.open('');
    await list.getByRole('alert').getByText('Not now.').waitFor();
    await page.unroute('**/incidents?*');
    await page.route('**/incidents?*', (route) => route.fulfill({ json: { incidents: [], next_cursor: null } }));
    await list.getByRole('button', { name: 'Try again' }).click();
    await list.getByText(/^In no group did far more stores than usual go down together\. Group them by/).waitFor();
    await page.unroute('**/incidents?*');
    // The groups that are chosen are in the address.
    const [other] = z
      .object({ stores: z.object({ store_id: z.string() }).array() })
      .parse(await json(await visit.service.get('/stores?limit=1'))).stores;
    await visit.service.patch('/stores/night-bar', '{"attributes":{"Region":"West"}}');
    await visit.service.patch(`/stores/${other?.store_id ?? ''}`, '{"attributes":{"Region":"East"}}');
    await page.reload();
    const by = list.getByLabel('In groups by');
    await by.selectOption('Region');
    await page.waitForURL(/incidents_by=Region/);
    await page.reload();
    await by.getByRole('option', { name: 'Region', selected: true }).waitFor({ state: 'attached' });
    await by.selectOption('time zone');

    const incident = page.getByRole('link', { name: /^Mon 4 Nov 2024, 17:\d\d to \d\d:\d\d$/ });
    const address = (await incident.getAttribute('href')) ?? '';
    // An old link, to what late data have made another incident, leads to the incidents of its time.
    await visit.open(address.replace(/^#\/incidents\/\w+/, 'incidents/0123456789abcdef'));
    await page.getByText(/^There is no such incident any more\./).waitFor();
    await incident.click();
    await page.getByRole('heading', { level: 1, name: /^Incident, Mon 4 Nov 2024, 17:\d\d to \d\d:\d\d$/ }).waitFor();
    expect(await page.title()).toMatch(/^Incident, Mon 4 Nov 2024, 17:/);
    const [, down] =
      /^(\d+) of \d+ open stores$/.exec((await page.getByText(/open stores$/).textContent()) ?? '') ?? [];
    const rows = page.getByRole('table', { name: /^Stores of the incident/ }).getByRole('row');
    await page
      .getByRole('status')
      .getByText(`${down ?? ''} stores found`)
      .waitFor();
    expect(Number(down)).toBeGreaterThan(40);
    expect(await rows.count()).toBe(1 + Math.min(Number(down), 50));
    expect(await downloaded(page.getByRole('button', { name: 'Download CSV' }))).toMatch(
      /^incident_2024-11-04_[0-9a-f]{16}\.csv$/,
    );
    expect(await visit.lookAtAllWidths('incident')).toEqual([]);
    await rows.nth(1).getByRole('link').click();
    await page.getByText(/^Inactive from 2024-11-04 1[78]:/).waitFor();
  });

  it('looks for no incidents in more than 31 days', async () => {
    const { page } = visit;
    await page.route('**/trigger_report', (route) => route.fulfill({ status: 422, json: { detail: 'Not now.' } }));
    await visit.open('?period=dates&first=2024-09-30&last=2024-11-05');
    await page.getByText('Incidents are looked for in at most 31 days. Choose fewer days above to see them.').waitFor();
    await page.unroute('**/trigger_report');
  });

  it('lists stores, page by page and filtered', async () => {
    const { page } = visit;
    await visit.open('stores');
    const rows = page.getByRole('table').getByRole('row');
    await rows.nth(50).waitFor();
    // Of each store, how much of the hour, the day and the week is measured.
    await page
      .getByRole('cell')
      .getByTitle(/^\d+\.\d\d% measured/)
      .nth(2)
      .waitFor();
    expect(await visit.lookAtAllWidths('stores')).toEqual([]);
    const zones = page.getByLabel('Time zone');
    const inDenver = /\((\d+)\)/.exec((await zones.getByText('America/Denver').textContent()) ?? '')?.[1] ?? '';
    await zones.selectOption('America/Denver');
    await page.waitForURL(/timezone=America%2FDenver/);
    await page.getByText(`${inDenver} stores found.`, { exact: true }).waitFor();
    await zones.selectOption('Any');
    await rows.nth(50).waitFor();
    const first = await rows.nth(1).textContent();
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Page 2').waitFor();
    await page.getByRole('button', { name: 'Previous' }).click();
    await rows.getByText(first?.slice(0, 36) ?? '').waitFor();
    await page.getByLabel('Id or name').fill('night');
    await page.waitForURL(/q=night/);
    await page.getByRole('link', { name: 'night-bar' }).waitFor();
    await page.getByLabel('Status').selectOption('Inactive');
    await page.getByText('No stores match. Clear some filters').waitFor();
    await page.getByLabel('Status').selectOption('Active');
    await page.getByRole('link', { name: 'night-bar' }).click();
    await page.getByRole('heading', { level: 1, name: 'night-bar' }).waitFor();

    // Opening another view ends the search.
    await visit.open('stores?q=night');
    await page.getByRole('link', { name: 'night-bar' }).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Stores' }).click();
    await rows.nth(50).waitFor();
    expect(await page.getByLabel('Id or name').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Next' }).click();
    await page.getByText('Page 2').waitFor();
    expect(page.url()).not.toContain('q=');

    // Going back from a store shows the same page of the list.
    const shown = await rows.nth(1).textContent();
    await rows.nth(1).getByRole('link').click();
    await page.getByRole('heading', { name: 'Day by day' }).waitFor();
    await page.goBack();
    await page.getByText('Page 2').waitFor();
    await rows.nth(50).waitFor();
    expect(await rows.nth(1).textContent()).toBe(shown);
  });

  it('shows what stores are called, and their attributes', async () => {
    const { page } = visit;
    await visit.service.patch('/stores/night-bar', '{"name":"Zoë’s Night Bar","attributes":{"Region":"West"}}');
    await visit.open('stores?q=night');
    await page.reload();
    await page.getByRole('link', { name: 'Zoë’s Night Bar night-bar' }).click();
    await page.getByRole('heading', { level: 1, name: 'Zoë’s Night Bar night-bar' }).waitFor();
    await page.getByRole('term').filter({ hasText: 'Region' }).waitFor();
    expect(await visit.look('store-with-name')).toEqual([]);
    await visit.service.put('/stores/night-bar', '{}');
  });

  it('sorts and filters the rows of a report, and downloads it', async () => {
    const { page } = visit;
    await visit.open('reports');
    await page.getByRole('table').waitFor();
    expect(await visit.look('reports')).toEqual([]);
    const list = page.getByRole('button', { name: 'Download CSV' });
    expect(await downloaded(list)).toMatch(/^reports_\d{4}-\d\d-\d\d\.csv$/);
    await page.getByRole('row').filter({ hasText: 'Shown by default' }).getByRole('link').first().click();
    await page.getByRole('button', { name: 'Downtime, week' }).click();
    await page.waitForURL(/sort=-downtime_last_week/);
    await page
      .getByRole('columnheader', { name: 'Downtime, week', includeHidden: true })
      .and(page.locator('[aria-sort=descending]'))
      .waitFor();
    const figures = page.getByRole('row').getByRole('cell').nth(5);
    await figures.waitFor();
    expect(await visit.lookAtAllWidths('report')).toEqual([]);
    expect(await downloaded(page.getByRole('link', { name: 'Download CSV' }))).toMatch(/\.csv$/);
    await page.getByLabel('Id or name').fill('night');
    await page.waitForURL(/q=night/);
    // The old rows stay until the new ones are loaded: a header and one row.
    const rows = page.getByRole('table', { name: 'Figures of the stores' }).getByRole('row');
    await until(async () => (await rows.count()) === 2 || undefined);
    // The store's view then shows the same figures as the report.
    const link = rows.getByRole('link', { name: 'night-bar' });
    expect(await link.getAttribute('href')).toBe(`#/stores/night-bar?report_id=${reportIn(page.url())}`);
  });

  it('shows the default report, or the one that the address pins until the user goes back to the default', async () => {
    const { page } = visit;
    const { reports } = await json(await visit.service.get('/reports'));
    // The overview has started others: of days, of the week before, and of how much is measured.
    const [newest, , oldest] = z
      .array(
        z.object({
          report_id: z.uuid(),
          as_of: z.string(),
          terms: z.object({ windows: z.string().array(), columns: z.string() }),
        }),
      )
      .parse(reports)
      .filter(
        ({ as_of, terms: { windows, columns } }) =>
          windows.includes('last_week') && columns === 'standard' && as_of > '2024-11-05',
      );
    if (!newest || !oldest) throw new Error('there are three reports');
    // An older one that is complete later changes nothing.
    await visit.service.report({ as_of: '2024-11-04T12:00:00Z' });
    await visit.open('stores');
    await page.getByText(`from report ${newest.report_id.slice(0, 8)}`).waitFor();
    await visit.open('reports');
    const marked = page.getByRole('row').filter({ hasText: 'Shown by default' });
    expect(await marked.getByRole('link', { name: /^Download/ }).getAttribute('href')).toContain(newest.report_id);

    await visit.open(`reports/${oldest.report_id}`);
    await page.getByRole('link', { name: 'Overview and stores with these figures' }).click();
    const source = page.getByText(
      new RegExp(`as of 2024-11-05 12:00:00 UTC .+ report ${oldest.report_id.slice(0, 8)}`),
    );
    const pinned = page.getByText(`This address is pinned to report ${oldest.report_id}`);
    for (const how of ['navigation', 'reload']) {
      if (how === 'reload') await page.reload();
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      await source.waitFor();
      await pinned.waitFor();
    }
    await page
      .getByRole('img', { name: /^Uptime of all stores in \d reports, .+ to 2024-11-05 12:00:00 UTC/ })
      .waitFor();
    expect(await visit.look('overview-pinned')).toEqual([]);
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Stores' }).click();
    await source.waitFor();
    await page.getByLabel('Id or name').fill('night');
    await page.waitForURL(/q=night/);
    await page.getByRole('link', { name: 'night-bar' }).click();
    await page.getByText(`where the windows of report ${oldest.report_id.slice(0, 8)} end`).waitFor();
    await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Overview' }).click();
    await source.waitFor();
    await page.getByRole('link', { name: 'Show the default report' }).click();
    await page.getByText(`from report ${newest.report_id.slice(0, 8)}`).waitFor();
    expect(await pinned.count()).toBe(0);

    for (const path of ['', 'stores', 'stores/night-bar']) {
      await visit.open(`${path}?report_id=00000000-0000-4000-8000-000000000000`);
      await page.getByRole('alert').getByText('Report not found').first().waitFor();
      await page.getByRole('link', { name: 'Show the default report' }).click();
      await page
        .getByText(`report ${newest.report_id.slice(0, 8)}`)
        .first()
        .waitFor();
    }
  });

  it('shows the progress of a report, and cancels one', async () => {
    const { page } = visit;
    const database = new Client(await databaseUrl(visit.service.dataDir));
    await database.connect();
    try {
      // Reports that earlier views have started would be computed first.
      await until(async () => {
        const { rows } = await database.query(`SELECT FROM report WHERE status = 'Running' LIMIT 1`);
        return rows.length === 0 || undefined;
      });
      await slowDownShards(database, 1000);
      const before = z.object({ reports: z.unknown().array() }).parse(await json(await visit.service.get('/reports')));
      await visit.open('reports');
      await page.getByRole('button', { name: 'Start a report' }).click();
      const bar = page.getByRole('progressbar', { name: 'Report' });
      // Events show progress without a reload: some of the thirteen shards are done, but not all.
      await until(async () => isBetween(Number(await bar.getAttribute('value')), 0.1, 0.6) || undefined);
      // The others wait for as long as the look takes.
      await database.query('BEGIN; LOCK TABLE status_run IN ACCESS EXCLUSIVE MODE');
      expect(await visit.look('report-running')).toEqual([]);
      await page.getByRole('button', { name: 'Cancel' }).click();
      await page.getByText('This report was cancelled').waitFor();
      await database.query('COMMIT');
      await bar.waitFor({ state: 'detached' });

      // The end is noticed even without events.
      await page.route('**/events', (route) => route.fulfill({ contentType: 'text/event-stream', body: '' }));
      await visit.open('reports');
      const starting = page.waitForRequest('**/events');
      await page.getByRole('button', { name: 'Start a report' }).dblclick();
      await starting;
      await slowDownShards(database, 0);
      await page.getByRole('table', { name: 'Figures of the stores' }).waitFor();
      await page.unroute('**/events');
      const { reports } = await json(await visit.service.get('/reports'));
      // The cancelled one, and only one for the double click.
      expect(reports).toHaveLength(before.reports.length + 2);
    } finally {
      await database.end();
    }
  });

  it('shows the days of a store with their clock changes, and explains each stretch', async () => {
    const { page } = visit;
    await visit.open('stores/night-bar');
    await page.getByRole('slider').first().focus();
    for (const day of ['Mon, Nov 4', 'Sun, Nov 3, clocks go back 1 h']) {
      await page.keyboard.press('ArrowDown');
      await page.locator(`[role=slider][aria-label="${day}"]:focus`).waitFor();
    }
    await page.keyboard.press('Home');
    await page.locator('[role=slider][aria-valuenow="1"]:focus').waitFor();
    await page.keyboard.press('ArrowRight');
    // The hour that occurs twice: from 01:30 before the change to 01:45 after it.
    const text = await page.locator('[role=slider][aria-valuenow="2"]:focus').getAttribute('aria-valuetext');
    expect(text).toBe(
      'Inactive from 2024-11-03 01:30:00 -04:00 to 2024-11-03 01:45:00 -05:00 (1 h 15 min). ' +
        'Within business hours that run past midnight. ' +
        'The clocks change during this stretch or where its business hours begin or end. Reported by the poll at 2024-11-03 01:30:00 -04:00.',
    );
    expect(await visit.lookAtAllWidths('store')).toEqual([]);
    await page.getByLabel('Times in').selectOption('UTC');
    await page.getByRole('cell', { name: '2024-11-03 06:45:00' }).waitFor();
    await page.getByLabel('Show').selectOption('Last 30 days');
    await page.getByRole('slider', { includeHidden: true }).nth(29).waitFor();
  });

  it('points at stretches by mouse, and shows many of them', async () => {
    const { page } = visit;
    const rows = await visit.service.get('/stores?limit=1&sort=downtime_last_week');
    const id = /"store_id":"([^"]+)"/.exec(await rows.text())?.[1] ?? '';
    await visit.open(`stores/${id}?days=30`);
    const strip = page.getByRole('slider', { includeHidden: true }).nth(1);
    await strip.hover();
    await page
      .getByText(/Within|Outside|always open|No business hours/)
      .last()
      .waitFor();
    expect(await visit.look('store-busy')).toEqual([]);
  });

  it('changes the hours and the zone of a store, or explains what is wrong with them', async () => {
    const { page } = visit;
    await visit.open('stores/night-bar');
    const hours = page.getByRole('form', { name: 'Business hours' });
    await hours.getByLabel('Closes').first().fill('25:00');
    await hours.getByRole('button', { name: 'Save hours' }).click();
    await hours.getByRole('alert').waitFor();
    await hours.getByLabel('Closes').first().fill('03:00');
    await hours.getByRole('button', { name: 'Save hours' }).click();
    await hours.getByText('Saved').waitFor();
    // The saved hours appear as the service formats them, and do not count as a change made elsewhere.
    await until(async () => (await hours.getByLabel('Closes').first().inputValue()) === '03:00:00' || undefined);
    expect(await hours.getByText('saved elsewhere').count()).toBe(0);
    const zone = page.getByRole('form', { name: 'Time zone' });
    await zone.getByRole('combobox').fill('Europe/Berlin');
    await zone.getByRole('button', { name: 'Save time zone' }).click();
    await zone.getByText('Saved').waitFor();
    const stored = await json(await visit.service.get('/stores/night-bar'));
    expect(stored).toMatchObject({
      timezone: 'Europe/Berlin',
      hours: [
        { dayOfWeek: 5, opens: '18:00:00', closes: '03:00:00' },
        { dayOfWeek: 6, opens: '18:00:00', closes: '02:00:00' },
      ],
    });
    await visit.open('reports');
    await page.getByRole('row').filter({ hasText: 'Complete' }).first().getByRole('link').first().click();
    await page.getByText('have changed since').waitFor();
  });

  it('keeps edits when a refresh fails or the hours were changed elsewhere', async () => {
    const { page } = visit;
    await visit.open('stores/night-bar');
    const hours = page.getByRole('form', { name: 'Business hours' });
    await hours.getByRole('button', { name: 'Add hours' }).click();
    const rows = hours.getByRole('listitem');
    expect(await rows.count()).toBe(3);
    const other = { hours: [{ dayOfWeek: 0, opens: '10:00', closes: '11:00' }] };
    await visit.service.put('/stores/night-bar/business-hours', JSON.stringify(other));
    const zone = page.getByRole('form', { name: 'Time zone' });
    await page.route('**/stores/night-bar', (route) => route.fulfill({ status: 422, json: { detail: 'Not now.' } }));
    await zone.getByRole('button', { name: 'Save time zone' }).click();
    await page.getByRole('alert').getByText('Not now.').waitFor();
    expect(await rows.count()).toBe(3);
    await page.unroute('**/stores/night-bar');
    await zone.getByRole('button', { name: 'Save time zone' }).click();
    await hours.getByText('Other hours were saved elsewhere').waitFor();
    expect(await rows.count()).toBe(3);
    await hours.getByRole('button', { name: 'Discard mine' }).click();
    await until(async () => (await rows.count()) === 1 || undefined);
  });
});

/** The name of the file that a button or a link downloads. */
async function downloaded(control: Locator): Promise<string> {
  const download = control.page().waitForEvent('download');
  await control.click();
  return (await download).suggestedFilename();
}

/** The id of the report whose view is open. */
function reportIn(url: string): string {
  return /reports\/([^?]+)/.exec(url)?.[1] ?? '';
}

function isBetween(value: number, low: number, high: number): boolean {
  return value > low && value < high;
}
