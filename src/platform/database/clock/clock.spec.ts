import { TestDatabase } from '../../../../test/support/postgres';
import { deleteByAge } from './clock';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

beforeEach(() => test.query(`UPDATE steady_clock SET seen_at = NULL, steady_since = '-infinity'`));

afterAll(() => test.stop());

/** Whether something would be deleted now. */
async function deletes(): Promise<boolean> {
  try {
    return await deleteByAge(test.database, () => Promise.resolve(true));
  } catch (error) {
    expect(String(error)).toContain("PostgreSQL's clock was changed");
    return false;
  }
}

/** @param before how long ago PostgreSQL's clock was looked at last, by itself */
async function lookedAt(before: string): Promise<void> {
  await test.query('UPDATE steady_clock SET seen_at = now() - $1::interval', [before]);
}

describe('what is old is deleted', () => {
  it('when nobody has looked at the clock before', async () => {
    expect([await deletes(), await deletes()]).toEqual([true, true]);
  });

  it.each(['23 hours 59 minutes', '1 minute', '-59 seconds'])('if the last look was %s ago', async (before) => {
    await lookedAt(before);
    expect([await deletes(), await deletes()]).toEqual([true, true]);
  });

  it.each(['24 hours 1 second', '1100 days', '-61 seconds', '-1100 days'])(
    'only after a day if the last look was %s ago, as the clock has jumped',
    async (before) => {
      await lookedAt(before);
      expect([await deletes(), await deletes()]).toEqual([false, false]);
      await test.query(`UPDATE steady_clock SET steady_since = now() - interval '23 hours 59 minutes'`);
      expect(await deletes()).toBe(false);
      await test.query(`UPDATE steady_clock SET steady_since = now() - interval '1 day'`);
      expect([await deletes(), await deletes()]).toEqual([true, true]);
    },
  );

  it('a day after the last of several jumps', async () => {
    await lookedAt('1100 days');
    await deletes();
    await test.query(`UPDATE steady_clock SET steady_since = now() - interval '2 days'`);
    await lookedAt('-1100 days');
    expect([await deletes(), await deletes()]).toEqual([false, false]);
  });
});
