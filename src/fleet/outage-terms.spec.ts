import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TestDatabase } from '../../test/support/postgres';
import {
  addClosures,
  addObservations,
  addStores,
  type Observed,
  removeStores,
  runsOf,
  type TestSchedule,
} from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE } from '../calculator/instants';
import type { CountingTerms } from '../calculator/figures/terms';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { NO_FILTER } from '../stores/finding/store-filter';
import { StoresModule } from '../stores/stores.module';
import { LostTime } from './lost-time';
import { OpenHours } from './open-hours';
import { type Outage, Outages } from './outages';

/** From Tuesday, 1 October 2024, to the end of Sunday. */
const FROM = Date.UTC(2024, 9, 1) * 1000;
const TO = FROM + 6 * DAY;
/** A Wednesday. */
const NOW = Date.UTC(2024, 9, 9, 12) * 1000;

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let outages: Outages;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({ DEFAULT_TIMEZONE: 'UTC' }), DATABASE_URL: test.url, REDIS_URL: '' };
  const module = { module: StoresModule, imports: [ConfigModule.with(settings), CalculatorModule] };
  const providers = [InactiveRuns, LostTime, OpenHours, Outages];
  app = await NestFactory.createApplicationContext({ ...module, providers }, { logger: false });
  outages = app.get(Outages);
});

beforeEach(async () => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW / 1000);
  await removeStores(test.database);
  await keepFrom(-Infinity);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

async function keepFrom(instant: Micros): Promise<void> {
  await test.query('UPDATE observation_retention SET kept_from = to_timestamp($1)', [instant / 1e6]);
}

async function add(stores: Readonly<Record<string, Observed>>, schedules: Readonly<Record<string, TestSchedule>> = {}) {
  const added = Object.entries(stores).map(([id, observed]) => ({ id, observed, schedule: schedules[id] ?? {} }));
  await addStores(
    test.database,
    added.map(({ id, observed, schedule }) => ({ id, schedule, runs: runsOf(observed) })),
  );
  await addObservations(test.database, added);
}

const TERMS: CountingTerms = { defaultStatus: 'active', unknownAfter: Infinity, closures: 'exclude' };

function query(terms: Partial<CountingTerms>) {
  return {
    storeId: undefined,
    filter: NO_FILTER,
    from: FROM,
    to: TO,
    sort: 'newest',
    ongoing: false,
    terms: { ...TERMS, ...terms },
  } as const;
}

/** `[store, business time in hours]` by the list in an order, in pages of one. */
async function pages(asked: Parameters<Outages['page']>[0]): Promise<unknown[]> {
  const found: Outage[] = [];
  for (let after: string | undefined, left = 100; left > 0; left--) {
    const page = await outages.page(asked, 1, after);
    found.push(...page.items);
    if (page.next === undefined) return found.map(shown);
    after = page.next;
  }
  throw new Error('the pages do not end');
}

async function streamed(asked: Parameters<Outages['all']>[0]): Promise<unknown[]> {
  const found: Outage[] = [];
  await outages.all(asked, async (batches) => {
    for await (const batch of batches) found.push(...batch);
  });
  return found.map(shown);
}

function shown({ storeId, businessTime }: Outage): unknown {
  return [storeId, businessTime / HOUR];
}

/** The outages by the newest, the longest, and those that are ongoing, which must be the same in pages and in one stream. */
async function inEveryOrder(terms: Partial<CountingTerms> = {}) {
  const asked = query(terms);
  const [newest, ongoing] = [await pages(asked), await pages({ ...asked, ongoing: true })];
  expect(await streamed(asked)).toEqual(newest);
  expect(await streamed({ ...asked, ongoing: true })).toEqual(ongoing);
  return { newest, ongoing, longest: await pages({ ...asked, sort: 'longest' }) };
}

const hours = (from: number, to: number) => ({ from: FROM + from * HOUR, to: FROM + to * HOUR });
const down = (after: number) => ({ at: FROM + after * HOUR, active: false });
const up = (after: number) => ({ at: FROM + after * HOUR, active: true });

describe('docs/rules.md, R29: the business time of outages', () => {
  it('is without what closures cover, in every order', async () => {
    await add({
      short: [down(3), up(6)],
      refit: [down(2), up(12)],
      covered: [down(1), up(5)],
      ongoing: [down(140)],
      'ongoing-and-covered': [down(141)],
    });
    await addClosures(test.database, [
      { storeId: 'refit', ...hours(0, 10) },
      { storeId: 'covered', ...hours(0, 3) },
      { storeId: 'covered', ...hours(2, 9) },
      { storeId: 'short', ...hours(0, 24), isRevoked: true },
      { storeId: 'ongoing-and-covered', ...hours(141, 300) },
    ]);
    // The range has 144 hours.
    expect(await inEveryOrder()).toEqual({
      newest: [
        ['ongoing', 4],
        ['short', 3],
        ['refit', 2],
      ],
      longest: [
        ['ongoing', 4],
        ['short', 3],
        ['refit', 2],
      ],
      // A store that is open and still down is shown, although it has lost no time yet.
      ongoing: [
        ['ongoing-and-covered', 0],
        ['ongoing', 4],
      ],
    });
    expect((await inEveryOrder({ closures: 'ignore' })).longest).toEqual([
      ['refit', 10],
      ['ongoing', 4],
      ['covered', 4],
      ['ongoing-and-covered', 3],
      ['short', 3],
    ]);
  });

  it('is without closures of all stores, also of outages that began before the range', async () => {
    await add({ a: [down(-24), up(6)], b: [down(4)] }, { b: { hours: { '': '1 03:00 09:00' } } });
    await addClosures(test.database, [
      { storeId: '*', ...hours(-48, 1) },
      { storeId: '*', ...hours(5, 7) },
    ]);
    const found = await inEveryOrder();
    expect(found.newest).toEqual([
      ['b', 3],
      ['a', 4],
    ]);
    expect(found.longest).toEqual([
      ['a', 4],
      ['b', 3],
    ]);
  });
});

describe('docs/rules.md, R30: the business time of outages, if an observation speaks for three hours at most', () => {
  const unknownAfter = 3 * HOUR;

  it('is that for which their observations speak, in every order', async () => {
    await add({
      seldom: [down(1), down(10), up(20)],
      often: [down(2), down(4), down(6), down(8), up(10)],
      once: [up(0), down(30), up(31)],
      'still-down': [down(100)],
    });
    expect(await inEveryOrder({ unknownAfter })).toEqual({
      newest: [
        ['still-down', 3],
        ['once', 1],
        ['often', 8],
        ['seldom', 6],
      ],
      longest: [
        ['often', 8],
        ['seldom', 6],
        ['still-down', 3],
        ['once', 1],
      ],
      ongoing: [['still-down', 3]],
    });
    expect((await inEveryOrder()).longest).toEqual([
      ['still-down', 44],
      ['seldom', 19],
      ['often', 8],
      ['once', 1],
    ]);
  });

  it('is of those that began before the range what the observations before it still speak for', async () => {
    await add({
      a: [down(-100), down(-2), up(5)],
      b: [down(-100), down(-3), down(4), up(5)],
      'c-no-longer': [down(-4), up(5)],
      'd-at-the-end': [down(143)],
    });
    const found = await inEveryOrder({ unknownAfter });
    expect(found.newest).toEqual([
      ['d-at-the-end', 1],
      ['a', 1],
      ['b', 1],
    ]);
    expect(found.ongoing).toEqual([['d-at-the-end', 1]]);
  });

  it('is to the microsecond', async () => {
    await add({
      a: [
        { at: FROM + 1, active: false },
        { at: FROM + 2 * unknownAfter, active: false },
        { at: TO, active: true },
      ],
    });
    const [found] = (await outages.page(query({ unknownAfter }), 5, undefined)).items;
    expect(found?.businessTime).toBe(2 * unknownAfter);
    const [shorter] = (await outages.page({ ...query({ unknownAfter }), to: FROM + unknownAfter }, 5, undefined)).items;
    expect(shorter?.businessTime).toBe(unknownAfter - 1);
  });

  it('has what closures cover excluded, too', async () => {
    await add({ a: [down(1), down(10), up(20)] });
    await addClosures(test.database, [{ storeId: 'a', from: FROM + 2 * HOUR, to: FROM + 10 * HOUR + 30 * MINUTE }]);
    expect((await inEveryOrder({ unknownAfter })).longest).toEqual([['a', 1 + 2.5]]);
  });

  it('is each of its own run, however many there are', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `s${100 + index}`);
    await add(Object.fromEntries(ids.map((id, index) => [id, [down(index / 60), down((index + 1) / 30), up(20)]])));
    const expected = ids.map((id, index): unknown => [id, expect.closeTo(3 + (index + 2) / 60, 6)]);
    const found = await outages.page({ ...query({ unknownAfter }), sort: 'longest' }, 50, undefined);
    expect(found.items.map(shown)).toEqual(expected.toReversed());
    expect(await streamed(query({ unknownAfter }))).toEqual(expected.toReversed());
  });

  it('is refused if observations that it needs were dropped', async () => {
    await add({ a: [down(1), up(20)] });
    await keepFrom(FROM - unknownAfter);
    expect((await inEveryOrder({ unknownAfter })).newest).toEqual([['a', 3]]);
    await keepFrom(FROM - unknownAfter + 1);
    for (const asked of [query({ unknownAfter }), { ...query({ unknownAfter }), ongoing: true }]) {
      await expect(pages(asked)).rejects.toThrow('observations_dropped');
      await expect(pages({ ...asked, sort: 'longest' })).rejects.toThrow('observations_dropped');
      // Before anything of it is sent.
      const consume = jest.fn();
      await expect(outages.all(asked, consume)).rejects.toThrow('observations_dropped');
      expect(consume).not.toHaveBeenCalled();
    }
    expect((await inEveryOrder()).newest).toEqual([['a', 19]]);
  });
});
