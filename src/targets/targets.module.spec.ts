import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ACT } from '../../test/support/access/act';
import { at, everyDay, row } from '../../test/support/calculator/schedules';
import { TestDatabase } from '../../test/support/postgres';
import { addClosures, addStores, removeStores } from '../../test/support/stores';
import { CalculatorModule } from '../calculator/calculator.module';
import { HOUR, type Micros, MINUTE } from '../calculator/instants';
import { monthNamed } from '../calculator/targets/month';
import { parsePercent } from '../calculator/targets/percent';
import { ConfigModule } from '../platform/config/config.module';
import { readSettings } from '../platform/config/settings';
import type { MonthQuery } from './store-months';
import { TargetStatuses } from './target-statuses';
import { type NamedSubject, Targets } from './targets';
import { TargetsModule } from './targets.module';

/** Ten days of October are over. */
const AS_OF = at('2024-10-11T00:00:00Z');
const FLEET: NamedSubject = { scope: 'fleet' };
const WEST: NamedSubject = { scope: 'attribute', attribute: 'Region', value: 'West' };
const OF_A: NamedSubject = { scope: 'store', storeId: 'a' };

let test: TestDatabase;
let app: INestApplicationContext | undefined;

beforeAll(async () => {
  test = await TestDatabase.start();
  const settings = { ...readSettings({ DEFAULT_TIMEZONE: 'UTC' }), DATABASE_URL: test.url, REDIS_URL: '' };
  app = await NestFactory.createApplicationContext(
    { module: TargetsModule, imports: [ConfigModule.with(settings), CalculatorModule] },
    { logger: false },
  );
});

beforeEach(async () => {
  await removeStores(test.database);
  await test.query('TRUNCATE target, attribute, store_attributes, import CASCADE');
});

afterAll(async () => {
  await app?.close();
  await test.stop();
});

function provided<T>(type: new (...dependencies: never[]) => T): T {
  if (!app) throw new Error('the module did not start');
  return app.get(type);
}

async function set(of: NamedSubject, percent: string): Promise<void> {
  await provided(Targets).set(of, parsePercent(percent) ?? NaN, ACT);
}

function query(month = '2024-10', asOf: Micros = AS_OF, terms: Partial<MonthQuery['terms']> = {}): MonthQuery {
  const found = monthNamed(month);
  if (!found) throw new Error(`there is no month ${month}`);
  const standard = { defaultStatus: 'active', unknownAfter: Infinity, closures: 'exclude' } as const;
  return { month: found, asOf, terms: { ...standard, ...terms } };
}

/** Two stores that are open for ten hours a day; `a` is down for one of them on 3 October, `b` for five on 5 October. */
async function addTwo(): Promise<void> {
  const hours = everyDay('08:00-18:00').map(row);
  const down = (from: Micros, to: Micros) => [
    { startedAt: at('2024-09-01T00:00:00Z'), active: true },
    { startedAt: from, active: false },
    { startedAt: to, active: true },
  ];
  await addStores(test.database, [
    { id: 'a', hours, runs: down(at('2024-10-03T09:00:00Z'), at('2024-10-03T10:00:00Z')) },
    { id: 'b', hours, runs: down(at('2024-10-05T08:00:00Z'), at('2024-10-05T13:00:00Z')) },
  ]);
  await test.query(`INSERT INTO attribute (attribute_key, name) VALUES ('region', 'Region')`);
  await giveAttributes('a', { region: 'West', sales_per_hour: '100.10' });
}

async function giveAttributes(storeId: string, attributes: Record<string, string>): Promise<void> {
  await test.query(
    `INSERT INTO store_attributes (store_id, bucket, attributes, folded_name)
     SELECT store_id, bucket, $2, '' FROM store WHERE store_id = $1`,
    [storeId, JSON.stringify(attributes)],
  );
}

async function audited(): Promise<unknown[]> {
  return test.query('SELECT ids FROM audit ORDER BY audit_no');
}

async function together(asked: MonthQuery = query()) {
  const [group] = await provided(TargetStatuses).ofGroups(asked, []);
  if (!group) throw new Error('there is no group');
  return group;
}

describe('targets', () => {
  beforeEach(addTwo);

  it('are set, replaced and removed, each change with an entry in the audit', async () => {
    const before = (await audited()).length;
    await set(WEST, '99.5');
    await set(WEST, '99.50');
    await set(WEST, '99.95');
    await provided(Targets).remove(WEST, ACT);
    await provided(Targets).remove(WEST, ACT);
    const entries = (await audited()).slice(before);
    expect(entries).toMatchObject([
      { ids: { value: 'West', percent: '99.5' } },
      { ids: { value: 'West', percent: '99.95' } },
      { ids: { value: 'West', percent: '99.95' } },
    ]);
    expect(await provided(Targets).list(10, undefined)).toEqual([]);
  });

  it('stay as they are, with who set them, when the same is set again', async () => {
    await set(FLEET, '99.95');
    await test.query(`UPDATE target SET set_by = 'somebody', set_at = '2024-01-01Z'`);
    await set(FLEET, '99.950');
    expect(await provided(Targets).list(10, undefined)).toMatchObject([
      { setBy: 'somebody', setAt: new Date('2024-01-01T00:00:00Z') },
    ]);
    await set(FLEET, '99.9');
    expect(await provided(Targets).list(10, undefined)).toMatchObject([{ setBy: ACT.actor, target: 99_900_000 }]);
  });

  it('are listed from the fleet to the stores, in pages', async () => {
    await set({ scope: 'store', storeId: 'b' }, '90');
    await set(OF_A, '91');
    await set(WEST, '92');
    await set({ ...WEST, value: 'East' }, '93');
    await set(FLEET, '94');
    const all = await provided(Targets).list(10, undefined);
    expect(all.map(({ attribute, subject }) => [attribute, subject])).toEqual([
      [undefined, ''],
      ['Region', 'East'],
      ['Region', 'West'],
      [undefined, 'a'],
      [undefined, 'b'],
    ]);
    for (const [index, target] of all.entries()) {
      expect(await provided(Targets).list(2, target)).toEqual(all.slice(index + 1, index + 3));
    }
  });

  it('are of stores and attributes that exist', async () => {
    await expect(set({ scope: 'store', storeId: 'c' }, '99')).rejects.toMatchObject({ code: 'store_not_found' });
    await expect(set({ ...WEST, attribute: 'regoin' }, '99')).rejects.toMatchObject({ code: 'unknown_attribute' });
    expect(await provided(Targets).list(10, undefined)).toEqual([]);
  });
});

describe('a store in a month', () => {
  beforeEach(addTwo);

  it('has what its target allows of the whole month, less what was lost', async () => {
    await set(FLEET, '99');
    const { status, target, figures } = await provided(TargetStatuses).ofStore('a', query());
    // 310 hours in all of October, of which 3.1 may be lost, and one is.
    expect(target).toMatchObject({ scope: 'fleet', target: 99_000_000 });
    expect(figures.seen).toMatchObject({ scheduled: 100 * HOUR, downtime: HOUR });
    expect(status).toEqual({ isMet: true, allowed: BigInt(3.1 * HOUR), left: BigInt(2.1 * HOUR), goneOn: undefined });
  });

  it('loses at the pace so far, in the hours to come', async () => {
    await set(OF_A, '99.5');
    const { status } = await provided(TargetStatuses).ofStore('a', query());
    // 1.55 hours may be lost. An hour was in a hundred, so 0.1 are lost a day: 5.5 days are left from the 11th on.
    expect(status).toMatchObject({ isMet: false, allowed: BigInt(1.55 * HOUR), goneOn: 15 });
    // By 16 October 1.6 hours are lost.
    await set(OF_A, '98.5');
    expect((await provided(TargetStatuses).ofStore('a', query())).status).toMatchObject({ goneOn: undefined });
  });

  it('has lost too much on the date on which it did', async () => {
    await set(OF_A, '99.9');
    expect((await provided(TargetStatuses).ofStore('a', query())).status).toMatchObject({ goneOn: 2 });
    const over = query('2024-10', at('2024-11-05T00:00:00Z'));
    expect((await provided(TargetStatuses).ofStore('a', over)).status).toMatchObject({ isMet: false, goneOn: 2 });
  });

  it('has no time to lose where a closure covers it, unless closures are ignored', async () => {
    await set(FLEET, '99');
    const closed = { from: at('2024-10-20T00:00:00Z'), to: at('2024-10-31T00:00:00Z') };
    await addClosures(test.database, [{ storeId: 'a', ...closed }]);
    const { status, figures } = await provided(TargetStatuses).ofStore('a', query());
    expect(figures).toMatchObject({ ahead: 100 * HOUR, aheadExcluded: 110 * HOUR });
    expect(status?.allowed).toBe(BigInt(2 * HOUR));
    const ignoring = query('2024-10', AS_OF, { closures: 'ignore' });
    expect((await provided(TargetStatuses).ofStore('a', ignoring)).status?.allowed).toBe(BigInt(3.1 * HOUR));
  });

  it('has no time to lose while it is unknown', async () => {
    await set(FLEET, '99');
    await addStores(test.database, [{ id: 'new', hours: everyDay('08:00-18:00').map(row) }]);
    const { status, figures } = await provided(TargetStatuses).ofStore(
      'new',
      query('2024-10', AS_OF, { defaultStatus: 'unknown' }),
    );
    expect(figures.seen.unknown).toBe(100 * HOUR);
    expect(status).toEqual({
      isMet: undefined,
      allowed: BigInt(2.1 * HOUR),
      left: BigInt(2.1 * HOUR),
      goneOn: undefined,
    });
  });

  it('without a target has its figures alone', async () => {
    const { status, target, figures, salesPerHour } = await provided(TargetStatuses).ofStore('a', query());
    expect([status, target]).toEqual([undefined, undefined]);
    expect(figures.seen.downtime).toBe(HOUR);
    expect(salesPerHour).toBe(100_100_000n);
  });

  it('is not found if it is unknown', async () => {
    const statuses = provided(TargetStatuses);
    await expect(statuses.ofStore('c', query())).rejects.toMatchObject({ code: 'store_not_found' });
  });
});

describe('groups in a month', () => {
  beforeEach(addTwo);

  it('may lose together what each of their stores may', async () => {
    await set(FLEET, '99');
    await set(WEST, '99.5');
    const all = await together();
    expect(all).toMatchObject({ stores: 2, withTarget: 2, met: 0, missed: 2, target: undefined });
    expect(all.sums).toMatchObject({ downtime: BigInt(6 * HOUR), ahead: BigInt(420 * HOUR) });
    expect(all.status).toMatchObject({
      isMet: false,
      allowed: BigInt(279 * MINUTE),
      left: BigInt(-81 * MINUTE),
      goneOn: 4,
    });
    expect([all.sales.stores, all.sales.shown]).toEqual([1, '100.10']);
  });

  it('count stores without a target, whose time is not in their sums', async () => {
    await set(WEST, '99');
    const all = await together();
    expect(all).toMatchObject({ stores: 2, withTarget: 1, met: 1, missed: 0, target: 99_000_000 });
    expect(all.sums.downtime).toBe(BigInt(HOUR));
  });

  it('are by what their stores have', async () => {
    await set(FLEET, '99');
    const groups = await provided(TargetStatuses).ofGroups(query(), ['Region']);
    expect(groups.map(({ key, stores, missed }) => [key, stores, missed])).toEqual([
      [['West'], 1, 0],
      [[null], 1, 1],
    ]);
  });

  it('are kept until a target, an attribute or an observation changes', async () => {
    await set(FLEET, '99');
    const first = await together();
    expect(await together()).toBe(first);
    await set(FLEET, '99.1');
    const second = await together();
    expect(second).toMatchObject({ target: 99_100_000 });
    await set(FLEET, '99');
    await test.query(`UPDATE store_attributes SET attributes = '{"sales_per_hour": "7"}'`);
    expect((await together()).sales.shown).toBe('100.10');
    await test.query(
      `INSERT INTO import (import_id, kind, status, finished_at, write_no, changed_from)
       VALUES (gen_random_uuid(), 'stores', 'Complete', now(), 1, '-infinity')`,
    );
    expect((await together()).sales.shown).toBe('7.00');
  });

  it('are of no store that was archived before the month', async () => {
    await set(FLEET, '99');
    await addStores(test.database, [{ id: 'old', schedule: { archived: { '': '2024-09-01' } } }]);
    expect((await together()).stores).toBe(2);
    const statuses = provided(TargetStatuses);
    await expect(statuses.ofStore('old', query())).rejects.toMatchObject({ code: 'store_not_found' });
    expect((await together(query('2024-08'))).stores).toBe(3);
  });
});
