import { TestDatabase } from '../../../test/support/postgres';
import { ACT } from '../../../test/support/access/act';
import { Refusals } from './refusals';

let test: TestDatabase;
let refusals: Refusals;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(async () => {
  await test.query('TRUNCATE audit');
  refusals = new Refusals(test.database);
});

afterEach(() => {
  jest.restoreAllMocks();
});

afterAll(async () => {
  await test.stop();
});

const from = (address: string, ids = {}) => ({
  ...ACT,
  actor: 'anonymous',
  address,
  action: 'PUT /stores/{store_id}',
  ids,
});

async function entries(): Promise<Record<string, unknown>[]> {
  await refusals.write();
  return test.query('SELECT actor, address, action, ids, outcome, times FROM audit ORDER BY audit_no');
}

/** Lets the clock of `performance` run ahead. */
function letPass(milliseconds: number): void {
  const now = performance.now();
  jest.spyOn(performance, 'now').mockReturnValue(now + milliseconds);
}

describe('refused attempts', () => {
  it('are recorded with actor, action, address and reason', async () => {
    refusals.note(from('203.0.113.7', { store_id: '42' }), 'wrong_key');
    expect(await entries()).toEqual([
      {
        actor: 'anonymous',
        address: '203.0.113.7',
        action: 'PUT /stores/{store_id}',
        ids: { store_id: '42' },
        outcome: 'wrong_key',
        times: 1,
      },
    ]);
  });

  it('are recorded up to ten times per address and two hundred times in all; the rest are counted', async () => {
    for (let attempt = 0; attempt < 15; attempt++) refusals.note(from('203.0.113.7'), 'wrong_key');
    expect(await entries()).toHaveLength(10);
    for (let attempt = 0; attempt < 300; attempt++) refusals.note(from(`2001:db8::${attempt}`), 'key_required');
    expect(await entries()).toHaveLength(200);
    letPass(10_000);
    const all = await entries();
    expect(all.at(-1)).toMatchObject({ outcome: 'left_out', times: 5 + 110 });
    refusals.note(from('203.0.113.7'), 'wrong_key');
    expect(await entries()).toHaveLength(202);
  });

  it('are cleaned of characters that cannot be stored or shown', async () => {
    refusals.note(from('203.0.113.7', { store_id: `\0\u001b[2J\ud800${'x'.repeat(1000)}` }), 'wrong_key');
    const [entry] = await entries();
    expect(JSON.stringify(entry?.ids)).toMatch(/^\{"store_id":"\ufffd\ufffd\[2J\ufffdx{1,200}"\}$/);
  });

  it('are recorded even if one among them cannot be', async () => {
    refusals.note(from('203.0.113.7'), 'wrong_key');
    refusals.note(from('203.0.113.7'), 'not a code');
    refusals.note(from('203.0.113.8'), 'wrong_key');
    expect((await entries()).map(({ address }) => address)).toEqual(['203.0.113.7', '203.0.113.8']);
  });

  it('are recorded once PostgreSQL is back, with the time of the attempt', async () => {
    const gone = () => {
      throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
    };
    const query = jest.spyOn(test.database.pool, 'query').mockImplementationOnce(gone);
    refusals.note(from('203.0.113.7'), 'wrong_key');
    await expect(refusals.write()).rejects.toThrow('terminated');
    query.mockRestore();
    letPass(60_000);
    expect(await entries()).toHaveLength(1);
    const [row] = await test.query(`SELECT now() - finished_at BETWEEN '59 s' AND '70 s' AS is_then FROM audit`);
    expect(row).toEqual({ is_then: true });
  });

  it('take limited memory while PostgreSQL is away, and are all counted', async () => {
    const away = jest.spyOn(test.database.pool, 'query').mockImplementation(() => {
      throw Object.assign(new Error('Connection terminated'), { code: '57P01' });
    });
    const start = performance.now();
    const clock = jest.spyOn(performance, 'now');
    for (let window = 0; window < 20; window++) {
      clock.mockReturnValue(start + window * 10_000);
      for (let attempt = 0; attempt < 300; attempt++) refusals.note(from(`2001:db8::${attempt}`), 'wrong_key');
      await expect(refusals.write()).rejects.toThrow('terminated');
    }
    away.mockRestore();
    clock.mockReturnValue(start + 200_000);
    const found = await entries();
    expect(found).toHaveLength(2_000);
    clock.mockReturnValue(start + 210_000);
    const last = (await entries()).at(-1);
    expect(last).toMatchObject({ outcome: 'left_out' });
    const total = [...found, last].reduce((sum, entry) => sum + Number(entry?.times), 0);
    expect(total).toBe(20 * 300);
  });

  it('are recorded at shutdown, with the count of those left out', async () => {
    for (let attempt = 0; attempt < 12; attempt++) refusals.note(from('203.0.113.7'), 'wrong_key');
    await refusals.onApplicationShutdown();
    expect((await entries()).at(-1)).toMatchObject({ outcome: 'left_out', times: 2 });
  });
});
