import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { PoolClient } from 'pg';
import { TestDatabase } from '../../test/support/postgres';
import { addStores, removeStores, type TestStore } from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../calculator/instants';
import type { BusinessHours } from '../calculator/schedule/schedule';
import type { CountingTerms } from '../calculator/figures/terms';
import { InactiveRuns } from '../observations/read/inactive-runs';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import { Database } from '../platform/database/database';
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
const [MONDAY, TUESDAY, WEDNESDAY] = [0, 1, 2];

/** The fewest that the settings allow. */
const CONNECTIONS = 10;

let test: TestDatabase;
let app: INestApplicationContext | undefined;
let outages: Outages;

beforeAll(async () => {
  test = await TestDatabase.start();
  const read = readSettings({ DEFAULT_TIMEZONE: 'UTC', DATABASE_POOL: String(CONNECTIONS) });
  const settings = { ...read, DATABASE_URL: test.url, REDIS_URL: '' };
  app = await NestFactory.createApplicationContext(
    {
      module: StoresModule,
      imports: [ConfigModule.with(settings), CalculatorModule],
      providers: [InactiveRuns, LostTime, OpenHours, Outages],
    },
    { logger: false },
  );
  outages = app.get(Outages);
});

beforeEach(async () => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW / 1000);
  await removeStores(test.database);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

/** A store that went down at some instants; without `to` it still is. */
interface DownStore extends Omit<TestStore, 'runs'> {
  readonly down: readonly { readonly from: Micros; readonly to?: Micros }[];
}

async function add(stores: readonly DownStore[]): Promise<void> {
  await addStores(
    test.database,
    stores.map(({ down, ...store }) => ({
      ...store,
      runs: down.flatMap(({ from, to }) => [
        { startedAt: from, active: false },
        ...(to === undefined ? [] : [{ startedAt: to, active: true }]),
      ]),
    })),
  );
}

type OutageQuery = Parameters<Outages['all']>[0];

const TERMS: CountingTerms = { defaultStatus: 'active', unknownAfter: Infinity, closures: 'exclude' };
const NEWEST: OutageQuery = {
  storeId: undefined,
  filter: NO_FILTER,
  from: FROM,
  to: TO,
  sort: 'newest',
  ongoing: false,
  terms: TERMS,
};
const LONGEST: OutageQuery = { ...NEWEST, sort: 'longest' };

/** The outages of all pages, as `[store, start, business time]`. */
async function pages(asked: OutageQuery, limit: number): Promise<unknown[]> {
  const found: Outage[] = [];
  for (let after: string | undefined, left = 1000; left > 0; left--) {
    const page = await outages.page(asked, limit, after);
    expect(page.items.length).toBeLessThanOrEqual(limit);
    found.push(...page.items);
    if (page.next === undefined) return found.map(shown);
    after = page.next;
  }
  throw new Error('the pages do not end');
}

/** The outages that are streamed, in the same form. */
async function streamed(asked: OutageQuery): Promise<unknown[]> {
  const found: Outage[] = [];
  await outages.all(asked, async (batches) => {
    for await (const batch of batches) found.push(...batch);
  });
  return found.map(shown);
}

function shown({ storeId, run, businessTime }: Outage): unknown {
  return [storeId, run.startedAt, businessTime];
}

/** Hours of a store that is closed from `FROM` to `TO`, and now. */
const CLOSED: BusinessHours[] = [{ dayOfWeek: MONDAY, opens: 9 * HOUR, closes: 17 * HOUR }];

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

describe('a list of outages', () => {
  it.each([1999, 2000, 2001, 4000])('has each of %d outages once, in every order', async (count) => {
    // The later they begin, the shorter they are.
    const down = numbers(count).map((index) => ({
      from: FROM + (index + 1) * MINUTE,
      to: FROM + (index + 1) * MINUTE + 40 * SECOND - index,
    }));
    await add([{ id: 's', down }]);
    const longest = down.map(({ from, to }) => ['s', from, to - from]);
    const newest = longest.toReversed();
    expect(await streamed(NEWEST)).toEqual(newest);
    expect(await pages(NEWEST, 500)).toEqual(newest);
    expect(await pages(LONGEST, 500)).toEqual(longest);
  });

  it.each([999, 1000, 1001])('has each of %d stores that went down before it, by id', async (count) => {
    const stores = numbers(count).map((index) => ({ id: `s${1_000_000 + index}`, down: [{ from: FROM - DAY }] }));
    await add(stores.toReversed());
    const byId = stores.map(({ id }) => [id, FROM - DAY, TO - FROM]);
    expect(await streamed(NEWEST)).toEqual(byId);
    expect(await pages(NEWEST, 400)).toEqual(byId);
  });

  it.each([4999, 5000, 5001])('goes on after a page that examined %d runs without an outage', async (count) => {
    const down = numbers(count).map((index) => ({
      from: FROM + (index + 2) * MINUTE,
      to: FROM + (index + 2) * MINUTE + SECOND,
    }));
    await add([
      { id: 'closed', hours: CLOSED, down },
      { id: 'down', down: [{ from: FROM + MINUTE, to: FROM + HOUR }] },
    ]);
    expect(await pages(NEWEST, 5)).toEqual([['down', FROM + MINUTE, 59 * MINUTE]]);
  });

  it.each([1997, 1998, 1999, 2000])(
    'has the outage with the most business time, though %d runs that last longer have none',
    async (count) => {
      await add([
        ...numbers(count).map((index) => ({
          id: `closed${index}`,
          hours: CLOSED,
          down: [{ from: FROM + HOUR + index, to: FROM + 11 * HOUR }],
        })),
        { id: 'first', down: [{ from: FROM + HOUR, to: FROM + 25 * HOUR }] },
        { id: 'second', down: [{ from: FROM + HOUR, to: FROM + 6 * HOUR }] },
        { id: 'third', down: [{ from: FROM + HOUR, to: FROM + 5 * HOUR }] },
      ]);
      const expected = [
        ['first', FROM + HOUR, 24 * HOUR],
        ['second', FROM + HOUR, 5 * HOUR],
        ['third', FROM + HOUR, 4 * HOUR],
      ];
      expect(await pages(LONGEST, 1)).toEqual(expected);
      expect(await pages(LONGEST, 2)).toEqual(expected);
    },
  );

  it('has the outage with the most business time, though 2,000 runs that last longer have less', async () => {
    const hours = [{ dayOfWeek: TUESDAY, opens: 0, closes: 2 * HOUR }];
    const stores = numbers(2000).map((index) => ({
      id: `s${index}`,
      hours,
      down: [{ from: FROM + HOUR + index, to: FROM + 11 * HOUR }],
    }));
    await add([...stores, { id: 'first', down: [{ from: FROM + HOUR, to: FROM + 6 * HOUR }] }]);
    const expected = [
      ['first', FROM + HOUR, 5 * HOUR],
      ['s0', FROM + HOUR, HOUR],
      ['s1', FROM + HOUR + 1, HOUR - 1],
    ];
    for (const limit of [1, 2, 3]) {
      const page = await outages.page(LONGEST, limit, undefined);
      expect(page.items.map(shown)).toEqual(expected.slice(0, limit));
      expect(page.next).toBeDefined();
    }
  });

  it.each([
    ['begin long before it', (index: number) => ({ from: FROM - 2 * DAY, to: FROM + MINUTE - index })],
    ['end long after it', (index: number) => ({ from: TO - MINUTE + index, to: TO + 2 * DAY })],
  ])('has the outage with the most business time in its range, though 2,000 others %s', async (_where, run) => {
    const stores = numbers(2000).map((index) => ({ id: `s${index}`, down: [run(index)] }));
    await add([...stores, { id: 'first', down: [{ from: FROM + HOUR, to: FROM + 25 * HOUR }] }]);
    const page = await outages.page(LONGEST, 1, undefined);
    expect(page.items.map(shown)).toEqual([['first', FROM + HOUR, 24 * HOUR]]);
  });

  it('has the latest first among more outages of one length than are read at a time', async () => {
    const count = 2500;
    const stores = numbers(count).map((index) => {
      const from = FROM + Math.floor(index / 2) * SECOND;
      return { id: `s${index}`, down: [{ from, to: from + HOUR }] };
    });
    await add(stores);
    const expected = stores.toReversed().map(({ id, down: [run] }) => [id, run?.from, HOUR]);
    expect((await outages.page(LONGEST, 3, undefined)).items.map(shown)).toEqual(expected.slice(0, 3));
    expect(await pages(LONGEST, 499)).toEqual(expected);
  });

  it('has an outage that begins with its range once, and none that begins at its end', async () => {
    await add([
      { id: 'at-start', down: [{ from: FROM, to: FROM + HOUR }] },
      { id: 'at-end', down: [{ from: TO }] },
      { id: 'before', down: [{ from: FROM - HOUR, to: FROM }] },
      { id: 'beyond', down: [{ from: TO - HOUR, to: TO + HOUR }] },
    ]);
    const expected = [
      ['beyond', TO - HOUR, HOUR],
      ['at-start', FROM, HOUR],
    ];
    expect(await pages(NEWEST, 1)).toEqual(expected);
    expect(await streamed(NEWEST)).toEqual(expected);
    expect(await pages(LONGEST, 1)).toEqual(expected);
  });

  it('has outages that begin at one instant in one order, each once', async () => {
    const down = [HOUR, 2 * HOUR].map((after) => ({ from: FROM + after, to: FROM + after + MINUTE }));
    const ids = ['c', 'a', 'd', 'b', 'e'];
    await add(ids.map((id) => ({ id, down })));
    // The store that was added last comes first.
    const expected = down.toReversed().flatMap(({ from }) => ids.toReversed().map((id) => [id, from, MINUTE]));
    for (const limit of [1, 2, 3, 10]) expect(await pages(NEWEST, limit)).toEqual(expected);
    expect(await streamed(NEWEST)).toEqual(expected);
    for (const limit of [1, 2, 3, 10]) expect(await pages(LONGEST, limit)).toEqual(expected);
  });

  it('has only those of one store, if it is of one, in every order', async () => {
    const down = [{ from: FROM - DAY, to: FROM + HOUR }, { from: FROM + 2 * HOUR }];
    const hours = [{ dayOfWeek: TUESDAY, opens: 0, closes: 12 * HOUR }];
    await add(['a', 's', 'z'].map((id) => ({ id, hours, down })));
    const [before, ongoing] = [
      ['s', FROM - DAY, HOUR],
      ['s', FROM + 2 * HOUR, 10 * HOUR],
    ];
    const ofStore = { ...NEWEST, storeId: 's' };
    for (const limit of [1, 5]) {
      expect(await pages(ofStore, limit)).toEqual([ongoing, before]);
      expect(await pages({ ...ofStore, sort: 'longest' }, limit)).toEqual([ongoing, before]);
      expect(await pages({ ...ofStore, ongoing: true }, limit)).toEqual([ongoing]);
      expect(await pages({ ...ofStore, ongoing: true, sort: 'longest' }, limit)).toEqual([ongoing]);
    }
    expect(await streamed(ofStore)).toEqual([ongoing, before]);
    expect(await streamed({ ...ofStore, ongoing: true })).toEqual([ongoing]);
    await expect(pages({ ...ofStore, storeId: 'nobody' }, 5)).rejects.toThrow('store_not_found');
  });

  it('is answered however many others are read at the same time', async () => {
    await add([{ id: 's', down: [{ from: FROM + HOUR, to: FROM + 2 * HOUR }] }]);
    const expected = [['s', FROM + HOUR, HOUR]];
    const asked = numbers(2 * CONNECTIONS).map(async () => pages(LONGEST, 5));
    expect(await Promise.all(asked)).toEqual(asked.map(() => expected));
  });

  it('ends now if nothing was ever observed', async () => {
    const page = await outages.page({ ...NEWEST, from: undefined, to: undefined }, 5, undefined);
    expect(page).toEqual({ items: [], next: undefined, range: { from: NOW - 7 * DAY, to: NOW } });
  });

  it('that is streamed loses its connection to the database if nobody reads it for a minute', async () => {
    const database = app?.get(Database) ?? test.database;
    const transaction = database.transaction.bind(database);
    const clients: PoolClient[] = [];
    jest.spyOn(database, 'transaction').mockImplementation(async (work, begin) =>
      transaction(async (client) => {
        clients.push(client);
        return work(client);
      }, begin),
    );
    const limits: unknown[] = [];
    await outages.all(NEWEST, async () => {
      for (const client of clients)
        limits.push((await client.query<object>('SHOW idle_in_transaction_session_timeout')).rows);
    });
    expect(limits).toEqual([[{ idle_in_transaction_session_timeout: '1min' }]]);
  });

  it('that is streamed leaves most connections to others, however many readers take their time', async () => {
    let read = (): void => undefined;
    const reading = new Promise<void>((resolve) => (read = resolve));
    let readers = 0;
    const consume = async () => {
      readers++;
      await reading;
    };
    const streams = numbers(2 * CONNECTIONS).map(async () => outages.all(NEWEST, consume));
    const outcomes = Promise.allSettled(streams);
    try {
      const refused = { code: 'too_busy', members: { retry_after: 10 } };
      await expect(Promise.race(streams)).rejects.toMatchObject(refused);
      expect(await pages(NEWEST, 5)).toEqual([]);
    } finally {
      read();
    }
    const settled = await outcomes;
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(readers);
    expect(readers).toBeLessThan(CONNECTIONS / 2);
    expect(await streamed(NEWEST)).toEqual([]);
  });

  it.each([
    ['31 days of all stores', undefined, 31 * DAY],
    ['366 days of one store', 's', 366 * DAY],
  ])('covers at most %s', async (_limit, storeId, longest) => {
    await add([{ id: 's', down: [{ from: FROM, to: FROM + HOUR }] }]);
    const asked = { ...NEWEST, storeId, to: FROM + longest };
    expect(await pages(asked, 5)).toEqual([['s', FROM, HOUR]]);
    await expect(outages.page({ ...asked, to: asked.to + 1 }, 5, undefined)).rejects.toThrow('range_too_long');
    await expect(streamed({ ...asked, to: asked.to + 1 })).rejects.toThrow('range_too_long');
  });

  it('refuses a range that has nothing in it, as one from the latest observation on', async () => {
    await add([{ id: 's', down: [{ from: FROM, to: TO }] }]);
    const asked = { ...NEWEST, from: TO - 1, to: undefined };
    expect(await pages(asked, 5)).toEqual([['s', FROM, 1]]);
    for (const from of [TO, TO + 1]) {
      await expect(outages.page({ ...asked, from }, 5, undefined)).rejects.toThrow('invalid_range');
      await expect(streamed({ ...asked, from })).rejects.toThrow('invalid_range');
    }
  });

  it.each([NEWEST, LONGEST, { ...NEWEST, ongoing: true }])(
    'has pages of stores with the largest keys: %j',
    async (asked) => {
      await test.query('ALTER SEQUENCE store_number RESTART WITH 33554429');
      await add(['a', 'b', 'c'].map((id) => ({ id, down: [{ from: FROM + HOUR }] })));
      expect(await test.query('SELECT FROM store WHERE store_key > 2147483000')).toHaveLength(3);
      expect(await pages(asked, 1)).toHaveLength(3);
    },
  );

  it('refuses the position of a list in another order', async () => {
    await add([{ id: 's', down: [FROM + HOUR, FROM + 3 * HOUR].map((from) => ({ from, to: from + HOUR })) }]);
    const newest = await outages.page(NEWEST, 1, undefined);
    const longest = await outages.page(LONGEST, 1, undefined);
    await expect(outages.page(LONGEST, 1, newest.next)).rejects.toThrow('invalid_cursor');
    await expect(outages.page(NEWEST, 1, longest.next)).rejects.toThrow('invalid_cursor');
  });

  it('keeps its range from page to page, whatever is observed meanwhile', async () => {
    await add([{ id: 's', down: [TO - 3 * HOUR, TO - HOUR].map((from) => ({ from, to: from + MINUTE })) }]);
    await test.query(`UPDATE store SET last_observed_at = to_timestamp($1)`, [TO / 1e6]);
    const asked = { ...NEWEST, from: undefined, to: undefined };
    const first = await outages.page(asked, 1, undefined);
    expect(first.range).toEqual({ from: TO - 7 * DAY, to: TO });
    await test.query(`UPDATE store SET last_observed_at = to_timestamp($1)`, [(TO + DAY) / 1e6]);
    expect(await outages.page(asked, 1, first.next)).toMatchObject({ range: first.range, items: [{}] });
  });
});

describe('ongoing outages', () => {
  const open = { dayOfWeek: WEDNESDAY, opens: 12 * HOUR, closes: 13 * HOUR };

  it('are those of stores that are open now or have lost business time, in every order', async () => {
    await add([
      { id: 'closed-and-lost-nothing', hours: CLOSED, down: [{ from: FROM + HOUR }] },
      { id: 'closed-and-lost-nothing-before', hours: CLOSED, down: [{ from: FROM - DAY }] },
      {
        id: 'closed-and-lost-an-hour',
        hours: [{ dayOfWeek: TUESDAY, opens: 3 * HOUR, closes: 4 * HOUR }],
        down: [{ from: FROM + 2 * HOUR }],
      },
      { id: 'open-and-lost-nothing', hours: [open], down: [{ from: TO - HOUR }] },
      { id: 'open-since-its-end', hours: [open], down: [{ from: TO }] },
      { id: 'over', down: [{ from: FROM + HOUR, to: TO - HOUR }] },
      { id: 'later', down: [{ from: TO + 1 }] },
    ]);
    const asked = { ...NEWEST, ongoing: true };
    const [atEnd, nothing, lost] = [
      ['open-since-its-end', TO, 0],
      ['open-and-lost-nothing', TO - HOUR, 0],
      ['closed-and-lost-an-hour', FROM + 2 * HOUR, HOUR],
    ];
    expect(await pages(asked, 1)).toEqual([atEnd, nothing, lost]);
    expect(await streamed(asked)).toEqual([atEnd, nothing, lost]);
    expect(await pages({ ...asked, sort: 'longest' }, 1)).toEqual([lost, atEnd, nothing]);
  });

  it('that began at one instant come in one order, each once', async () => {
    const ids = ['c', 'a', 'd', 'b', 'e'];
    await add(ids.map((id) => ({ id, down: [{ from: FROM + HOUR }] })));
    const asked = { ...NEWEST, ongoing: true };
    const expected = ids.toReversed().map((id) => [id, FROM + HOUR, TO - FROM - HOUR]);
    for (const limit of [1, 2, 5]) expect(await pages(asked, limit)).toEqual(expected);
    expect(await streamed(asked)).toEqual(expected);
  });

  it('tell the hours of one store from those of another that closes later or is in another zone', async () => {
    const closing = (closes: Micros) => [{ ...open, opens: 9 * HOUR, closes }];
    const down = [{ from: FROM + HOUR }];
    await add([
      { id: 'closed', hours: closing(12 * HOUR), down },
      { id: 'open', hours: closing(12 * HOUR + 1), down },
      { id: 'open-in-the-west', timezone: 'Atlantic/Cape_Verde', hours: closing(12 * HOUR), down },
    ]);
    const found: Outage[] = [];
    await outages.all({ ...NEWEST, ongoing: true }, async (batches) => {
      for await (const batch of batches) found.push(...batch);
    });
    expect(Object.fromEntries(found.map(({ storeId, isOpen }) => [storeId, isOpen]))).toEqual({
      closed: false,
      open: true,
      'open-in-the-west': true,
    });
  });
});

describe('the business time of an outage', () => {
  const hours = { dayOfWeek: TUESDAY, opens: 9 * HOUR, closes: 17 * HOUR };

  it('is by the hours and zone of its own store, whatever other stores have', async () => {
    const down = [{ from: FROM, to: FROM + 14 * HOUR }];
    await add([
      { id: 'a', hours: [hours], down },
      { id: 'closes-earlier', hours: [{ ...hours, closes: 10 * HOUR }], down },
      { id: 'opens-later', hours: [{ ...hours, opens: 13 * HOUR }], down },
      { id: 'in-another-zone', timezone: 'America/New_York', hours: [hours], down },
      { id: 'on-another-day', hours: [{ ...hours, dayOfWeek: MONDAY }], down },
      { id: 'twice-a-day', hours: [hours, { ...hours, opens: HOUR, closes: 2 * HOUR }], down },
      { id: 'z', hours: [hours], down },
    ]);
    const expected = [
      ['a', FROM, 5 * HOUR],
      ['closes-earlier', FROM, HOUR],
      ['in-another-zone', FROM, HOUR],
      ['opens-later', FROM, HOUR],
      ['twice-a-day', FROM, 6 * HOUR],
      ['z', FROM, 5 * HOUR],
    ];
    expect(await streamed(NEWEST)).toEqual(expected);
    expect(await pages(NEWEST, 2)).toEqual(expected);
  });

  it('is right for more different schedules than are remembered at a time', async () => {
    const down = [{ from: FROM, to: FROM + DAY }];
    const count = 10_001;
    const closing = (index: number) => [{ ...hours, closes: 10 * HOUR + (index % count) }];
    // The last store has the schedule of the first.
    const ids = numbers(count + 1).map((index) => `s${1_000_000 + index}`);
    await add(ids.map((id, index) => ({ id, hours: closing(index), down })));
    expect(await streamed(NEWEST)).toEqual(ids.map((id, index) => [id, FROM, HOUR + (index % count)]));
  });
});
