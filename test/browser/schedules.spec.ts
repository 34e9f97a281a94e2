import { text } from 'node:stream/consumers';
import type { Locator } from 'playwright-core';
import { describeInBrowser, Visit } from '../support/browser/visit';
import { json, until } from '../support/service';

/** Open from ten to six; from Thursday the 10th on from nine to five on weekdays, and from the 11th on in another zone. */
const DATA = {
  timezones:
    'store_id,timezone_str,effective_from\nrefit,America/New_York,\nrefit,America/Chicago,2024-10-11\nnever,America/Denver,\n',
  'business-hours':
    'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\n' +
    [0, 1, 2, 3, 4, 5, 6].map((day) => `refit,${day},10:00,18:00,\n`).join('') +
    [0, 1, 2, 3, 4].map((day) => `refit,${day},09:00,17:00,2024-10-10\n`).join(''),
  'special-hours': 'store_id,date,start_time_local,end_time_local\nrefit,2024-10-08,12:00,15:00\nrefit,2024-10-09,,\n',
  closures: 'store_id,from,to,reason\n*,2024-10-07T15:00:00Z,2024-10-07T16:00:00Z,power cut\n',
  'store-status':
    'store_id,status,timestamp_utc\nrefit,active,2024-10-07 18:00:00 UTC\nrefit,inactive,2024-10-10 14:00:00 UTC\n' +
    'refit,active,2024-10-10 16:00:00 UTC\nrefit,active,2024-10-11 15:00:00 UTC\nrefit,inactive,2024-10-13 15:00:00 UTC\n',
} as const;

describeInBrowser('the page of a service with schedules over time', () => {
  let visit: Visit;

  beforeAll(async () => {
    visit = await Visit.begin();
    for (const kind of ['timezones', 'business-hours', 'special-hours', 'closures', 'store-status'] as const) {
      await visit.service.importCsv(kind, DATA[kind]);
    }
    await visit.service.report();
  });

  afterAll(async () => {
    await visit.end();
  });

  /** What the strip of a day says about each of its stretches, from midnight on. */
  async function stretchesOf(strip: Locator): Promise<string[]> {
    const first = strip.locator('xpath=.');
    await first.click({ position: { x: 1, y: 5 } });
    await first.press('Home');
    const texts: string[] = [];
    for (const count = Number(await first.getAttribute('aria-valuemax')); texts.length < count;) {
      await until(async () => (await first.getAttribute('aria-valuenow')) === String(texts.length + 1) || undefined);
      texts.push((await first.getAttribute('aria-valuetext')) ?? '');
      await first.press('ArrowRight');
    }
    return texts;
  }

  function strip(name: string): Locator {
    return visit.page.getByRole('slider', { name, includeHidden: true, exact: true });
  }

  it('tells special dates, closures, versions and zones of a store in its days', async () => {
    await visit.open('stores/refit');
    expect(await stretchesOf(strip('Mon, Oct 7, closure: power cut'))).toEqual([
      expect.stringMatching(/^Closed from 2024-10-07 00:00:00|^Closed from 2024-10-06/),
      expect.stringMatching(/^Active \(assumed\) .+ No observation yet, so the default status applies\.$/),
      expect.stringMatching(
        /^Excluded .+ A closure covers it.+ Closure of all stores: power cut\. Declared by anonymous at .+, after it had begun\.$/,
      ),
      expect.stringMatching(/^Active \(assumed\)/),
      expect.stringMatching(/^Active from .+ Reported by the poll at 2024-10-07 13:00:00\.$/),
      expect.stringMatching(/^Closed/),
    ]);
    expect(await stretchesOf(strip('Tue, Oct 8, special date: 12:00-15:00'))).toContainEqual(
      expect.stringMatching(/^Active .+ Within the hours of a special date\. Carried forward/),
    );
    expect(await stretchesOf(strip('Wed, Oct 9, special date: closed'))).toContainEqual(
      expect.stringContaining('The store is closed on this special date.'),
    );
    const thursday = await stretchesOf(strip('Thu, Oct 10'));
    expect(thursday).toContainEqual(expect.stringMatching(/^Inactive .+ Hours in force from Thu 10 Oct 2024 on\./));
    const friday = await stretchesOf(strip('Fri, Oct 11, time zone America/Chicago from here on, 1 h back'));
    expect(friday).toContainEqual(expect.stringMatching(/Another time zone comes into force .+: America\/Chicago\.$/));
    expect(await visit.look('store-schedule')).toEqual([]);
  });

  it('tells unknown time from measured time, and how much is measured', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    await page
      .getByText('33.33% measured, 36.36% carried for more than 3 hours, 30.30% assumed before the first poll')
      .waitFor();
    await page.getByLabel('A poll speaks for').selectOption('3 hours at most');
    await page.waitForURL(/speaks=3h/);
    await page.locator('.pairs').getByText('Unknown').first().waitFor();
    expect(await stretchesOf(strip('Mon, Oct 7, closure: power cut'))).toContainEqual(
      expect.stringMatching(/^Unknown .+ The poll at 2024-10-07 13:00:00 has gone stale, and there is none since\.$/),
    );
    expect(await visit.look('store-unknown')).toEqual([]);
  });

  it('lists what changed in a schedule', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    const changes = page.getByRole('table', { name: 'Changes of the schedule' });
    for (const change of [
      'Special date Wed 9 Oct 2024 none closed',
      'Special date Tue 8 Oct 2024 none 12:00-15:00',
      'Business hours from Thu 10 Oct 2024 on none Mon-Fri 09:00-17:00',
      'Business hours none 10:00-18:00',
      'Time zone from Fri 11 Oct 2024 on none America/Chicago',
      'Closure none power cut',
    ]) {
      await changes.getByRole('row', { name: change }).first().waitFor();
    }
  });

  it('says what a special date will change, sets it, and removes it', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    const form = page.getByRole('form', { name: 'Special date' });
    await form.getByLabel('Date', { exact: true }).fill('2024-10-10');
    await form.getByText(/^On Thu 10 Oct 2024: closed instead of 09:00-17:00\. Figures of windows/).waitFor();
    await form.getByLabel('On this date').selectOption('Other hours');
    await form.getByLabel('Opens at').fill('11');
    await form.getByRole('button', { name: 'Save special date' }).click();
    await form.getByRole('alert').getByText('Row 1').waitFor();
    await form.getByLabel('Opens at').fill('11:00');
    await form.getByText(/^On Thu 10 Oct 2024: 11:00-14:00 instead of 09:00-17:00\./).waitFor();
    expect(await visit.look('store-special-form')).toEqual([]);
    await form.getByRole('button', { name: 'Save special date' }).click();
    await form.getByText('Saved').waitFor();
    await page.getByRole('row', { name: 'Thu 10 Oct 2024 11:00-14:00' }).first().waitFor();
    await strip('Thu, Oct 10, special date: 11:00-14:00').waitFor();
    await page.getByRole('button', { name: 'Remove the special date Thu 10 Oct 2024' }).click();
    await strip('Thu, Oct 10').waitFor();
    const { special_hours } = await json(await visit.service.get('/stores/refit/special-hours'));
    expect(special_hours).toHaveLength(2);
  });

  it('declares a closure, and revokes it', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    const form = page.getByRole('form', { name: 'Closure' });
    await form.getByLabel('From (local').fill('2024-10-10T12:00');
    await form.getByLabel('To (local').fill('2024-10-10T11:00');
    await form.getByLabel('Reason').fill('kitchen refit');
    await form.getByRole('button', { name: 'Declare closure' }).click();
    await form.getByRole('alert').waitFor();
    await form.getByLabel('To (local').fill('2024-10-10T13:30');
    await form
      .getByText(
        /^From 2024-10-10 17:00:00 UTC to 2024-10-10 18:30:00 UTC \(1 h 30 min\), open time of this store .+ after it had begun/,
      )
      .waitFor();
    await form.getByRole('button', { name: 'Declare closure' }).click();
    await form.getByText('Saved').waitFor();
    await strip('Thu, Oct 10, closure: kitchen refit').waitFor();
    await page.getByRole('button', { name: 'Revoke the closure from 2024-10-10 12:00:00' }).click();
    await page.getByRole('row', { name: /kitchen refit .+ revoked by anonymous/ }).waitFor();
    await strip('Thu, Oct 10').waitFor();
  });

  it('changes hours and zone from a date on, and says before what will change', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    const hours = page.getByRole('form', { name: 'Business hours' });
    await hours.getByLabel('From this date on').fill('2024-10-07');
    await hours
      .getByText(/^From Mon 7 Oct 2024 on: Mon-Fri 09:00-17:00 instead of 10:00-18:00\. Figures of windows/)
      .waitFor();
    await hours.getByLabel('Business hours').selectOption('Always open');
    await hours.getByText(/^From Mon 7 Oct 2024 on: always open instead of 10:00-18:00\./).waitFor();
    await hours.getByRole('button', { name: 'Save hours' }).click();
    await hours.getByText('Saved').waitFor();
    await page.getByRole('row', { name: 'Business hours from Mon 7 Oct 2024 on none always open' }).waitFor();
    const zone = page.getByRole('form', { name: 'Time zone' });
    await zone.getByRole('combobox').fill('America/Denver');
    await zone.getByLabel('From this date on').fill('2024-10-12');
    await zone.getByText(/^From Sat 12 Oct 2024 on: America\/Denver instead of America\/Chicago\./).waitFor();
    expect(await visit.look('store-dated-forms')).toEqual([]);
    await zone.getByRole('button', { name: 'Save time zone' }).click();
    await zone.getByText('Saved').waitFor();
    await page.getByRole('row', { name: 'Time zone from Sat 12 Oct 2024 on none America/Denver' }).waitFor();
    expect(await json(await visit.service.get('/stores/refit/schedule?at=2024-10-07T16:00:00Z'))).toMatchObject({
      always_open: true,
      timezone: 'America/New_York',
    });
  });

  it('shows yesterday, other periods and picked dates, and starts no report that exists', async () => {
    const { page } = visit;
    const started: string[] = [];
    page.on('request', (request) => {
      if (request.method() === 'POST') started.push(request.url());
    });
    await visit.open('');
    await page.getByRole('heading', { name: 'Uptime, Sat 12 Oct 2024' }).waitFor();
    await page.getByText('1 of 2 stores was never polled: all of its time is assumed to be active').waitFor();
    await page
      .getByText(/%\s+measured, /)
      .first()
      .waitFor();
    // Three of yesterday, and of the last hour, day and week a week before and what is measured.
    await page
      .getByRole('region', { name: 'Uptime, last hour' })
      .getByText(/%\s+measured/)
      .waitFor();
    await page.getByRole('region', { name: 'Uptime, last hour' }).getByText('a week before').waitFor();
    expect(started).toHaveLength(6);
    await page.reload();
    await page
      .getByText(/%\s+measured, /)
      .first()
      .waitFor();
    await page
      .getByRole('region', { name: 'Uptime, last hour' })
      .getByText(/%\s+measured/)
      .waitFor();
    expect(started).toHaveLength(6);
    // Reports that only tell how much is measured are not shown by default.
    expect(await json(await visit.service.get('/fleet'))).toMatchObject({ report: { default_status: 'active' } });

    await page.getByLabel('Period').selectOption('Last 7 days');
    await page.getByRole('heading', { name: 'Uptime, Sun 6 Oct 2024 to Sat 12 Oct 2024' }).waitFor();
    await page.getByText('Open time excluded by closures: 2 h of all stores together.').waitFor();
    await page
      .getByText(/%\s+measured, /)
      .first()
      .waitFor();
    expect(await visit.look('overview-week')).toEqual([]);

    await page.getByLabel('Period').selectOption('This month');
    await page.getByRole('heading', { name: 'Uptime, Tue 1 Oct 2024 to Sun 13 Oct 2024' }).waitFor();
    await page.getByText(/(than|as) on Sun 1 Sept 2024 to Fri 13 Sept 2024 \(\d+\.\d\d%\)/).waitFor();

    await page.getByLabel('Period').selectOption('Pick dates');
    await page.getByText('Pick a first and a last day').waitFor();
    await page.getByLabel('First day').fill('2024-10-07');
    await page.getByRole('textbox', { name: 'Last day' }).fill('2024-10-09');
    await page.getByRole('heading', { name: 'Uptime, Mon 7 Oct 2024 to Wed 9 Oct 2024' }).waitFor();
    await page
      .getByText(/%\s+measured, /)
      .first()
      .waitFor();
    expect(await visit.look('overview-dates')).toEqual([]);

    // A change within these days makes the reports old; they are computed again only when asked to.
    await visit.service.put('/stores/refit/special-hours/2024-10-08', JSON.stringify({ closed: true }));
    await page.reload();
    await page.getByRole('button', { name: 'Compute them again' }).click();
    await page.getByRole('button', { name: 'Compute them again' }).waitFor({ state: 'detached' });
    await page
      .getByText(/%\s+measured, /)
      .first()
      .waitFor();
  });

  it('tells of a report how much is measured, once asked to', async () => {
    const { page } = visit;
    await visit.open('reports');
    await page.getByText(/^Sat 12 Oct 2024, in each store’s own days, and for comparison Sat 5 Oct 2024/).waitFor();
    await page.getByRole('button', { name: 'Start a report' }).click();
    const totals = page.getByRole('table', { name: 'Totals of the windows' });
    await totals.getByRole('row', { name: /^last week/ }).waitFor();
    await page
      .getByText('Known: measured or carried from the latest poll, however old it is, or assumed to be active')
      .waitFor();
    await page.getByRole('button', { name: 'Tell how much is measured, and what the week before was' }).click();
    await totals.getByRole('row', { name: /^last week .+ a week before/ }).waitFor();
    await totals.getByRole('row', { name: /^last week .+% measured, .+% carried for more than 3 hours/ }).waitFor();
    await page.getByLabel('Window').selectOption('last week');
    const rows = page.getByRole('table', { name: 'Figures of the stores' });
    await rows
      .getByRole('row', { name: /^refit/ })
      .getByTitle(/^\d+\.\d\d% measured, .+ carried for more/)
      .waitFor();
    await rows
      .getByRole('row', { name: /^never/ })
      .getByTitle('0.00% measured, 100.00% assumed before the first poll')
      .waitFor();
    await page.getByText('1 of 2 stores was never polled: all of its time is assumed to be active').waitFor();
    expect(await visit.look('report-measured')).toEqual([]);
  });

  it('revises a report whose data have changed, and shows the stores that differ', async () => {
    const { page } = visit;
    const { id } = await visit.service.report();
    await visit.service.put('/stores/refit/special-hours/2024-10-10', JSON.stringify({ closed: true }));
    await visit.open(`reports/${id}`);
    await page
      .getByText('Revising it makes another report of the same stores, windows and terms, as of 2024')
      .waitFor();
    expect(await visit.look('report-superseded')).toEqual([]);
    await page.route('**/revise', (route) => route.fulfill({ status: 403, json: { detail: 'You may only read.' } }));
    await page.getByRole('button', { name: 'Revise this report' }).click();
    await page.getByRole('alert').getByText('You may only read.').waitFor();
    await page.unroute('**/revise');
    await page.getByRole('button', { name: 'Revise this report' }).dblclick();
    await page
      .getByRole('definition')
      .getByRole('link', { name: `report ${id.slice(0, 8)}` })
      .waitFor();
    const differences = page.getByRole('table', { name: 'Stores whose figures differ' });
    await differences.getByRole('row', { name: /^refit Uptime, last week \(h\) \d+\.\d\d \d+\.\d\d$/ }).waitFor();
    await differences.getByRole('row', { name: /^Downtime, last week \(h\) / }).waitFor();
    expect(await visit.look('report-revised')).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download what differs (CSV)' }).click();
    const stream = await (await download).createReadStream();
    expect(await text(stream)).toMatch(/^store_id,before_uptime_last_hour,.+\nrefit,/);
    const revised = page.url();
    const { reports } = await json(await visit.service.get('/reports'));
    expect(reports).toEqual(
      expect.arrayContaining([expect.objectContaining({ report_id: revised.split('/').at(-1), revises: id })]),
    );
    // Only one for the double click.
    expect(Array.isArray(reports) && reports.filter(({ revises }) => revises === id)).toHaveLength(1);
    // Any other with the same windows can be chosen.
    await visit.open(`reports/${id}`);
    await page.getByLabel('Before').selectOption(revised.split('/').at(-1) ?? '');
    await page.waitForURL(/against=/);
    await differences.getByRole('row', { name: /^refit Uptime, last week/ }).waitFor();
    await visit.service.delete('/stores/refit/special-hours/2024-10-10');
  });

  it('archives a store, and says before what that changes', async () => {
    const { page } = visit;
    await visit.open('stores/refit');
    const form = page.getByRole('form', { name: 'Archive' });
    await form.getByLabel('First day without scheduled time').fill('1600-01-01');
    await form.getByRole('button', { name: 'Archive store' }).click();
    await form.getByRole('alert').waitFor();
    await form.getByLabel('First day without scheduled time').fill('2024-10-12');
    await form.getByText(/^Its scheduled time ends at the beginning of Sat 12 Oct 2024, .+ leave it out\./).waitFor();
    expect(await visit.look('store-archive')).toEqual([]);
    await form.getByRole('button', { name: 'Archive store' }).click();
    await form.getByText('Archived from Sat 12 Oct 2024 on').waitFor();
    await page.getByRole('row', { name: 'Archived none from Sat 12 Oct 2024 on' }).waitFor();
    expect(await json(await visit.service.get('/stores/refit/schedule'))).toMatchObject({
      archived_from: '2024-10-12',
    });
    await form.getByText(/^Archived no longer, its hours hold from Sat 12 Oct 2024 on again/).waitFor();
    await form.getByRole('button', { name: 'Archive it no longer' }).click();
    await form.getByText('Not archived').waitFor();
    expect(await json(await visit.service.get('/stores/refit/schedule'))).toMatchObject({ archived_from: null });
  });

  it('removes a store without data, and no other', async () => {
    const { page, service } = visit;
    await visit.open('stores/refit');
    await page.getByText('This store was polled, so it can be archived, but not removed.').waitFor();
    await visit.open('stores/never');
    await page.getByRole('button', { name: 'Remove this store' }).click();
    await page.getByText('The store never will be gone from all lists').waitFor();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('alert').getByText('Only one without any data can be removed').waitFor();
    expect(await visit.look('store-remove')).toEqual([]);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Remove this store' }).waitFor();

    for (const timezone of ['America/Denver', null]) {
      await service.put('/stores/misspelt/timezone', JSON.stringify({ timezone }));
    }
    await visit.open('stores/misspelt');
    await page.getByRole('button', { name: 'Remove this store' }).click();
    await page.getByRole('button', { name: 'Remove it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Stores' }).waitFor();
    await page.getByRole('link', { name: 'refit' }).waitFor();
    expect(await page.getByRole('link', { name: 'misspelt' }).count()).toBe(0);
    expect((await service.get('/stores/misspelt')).status).toBe(404);
  });
});
