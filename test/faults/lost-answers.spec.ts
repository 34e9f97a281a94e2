import { Client } from 'pg';
import { json, text, until } from '../support/service';
import { Rig } from '../support/rig';

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start();
});

afterEach(async () => {
  await rig.stop();
});

const OBSERVATIONS = [
  { store_id: 'a', status: 'active', timestamp_utc: '2024-10-03T12:00:00Z' },
  { store_id: 'a', status: 'active', timestamp_utc: '2024-10-03T12:00:00Z' },
];
const KEY = { 'idempotency-key': 'sent again' };

async function complete(): Promise<string[]> {
  const imports = await rig.query<{ import_id: string }>(`SELECT import_id FROM import WHERE status = 'Complete'`);
  return imports.map((found) => found.import_id);
}

describe('observations whose service is killed', () => {
  it('after the commit but before the answer are not written twice when sent again', async () => {
    const first = await rig.service();
    const url = rig.environment('test').DATABASE_URL;
    const client = new Client(url);
    await client.connect();
    // No row is rejected: only the answer reads the rejects.
    await client.query('BEGIN; LOCK TABLE import_reject IN ACCESS EXCLUSIVE MODE');
    const answer = first.observe(OBSERVATIONS, KEY).catch(() => 'no answer');
    const importId = await until(async () => (await complete())[0]);
    await first.stop('SIGKILL');
    expect(await answer).toBe('no answer');
    await client.end();

    const second = await rig.service();
    const again = await second.observe(OBSERVATIONS, KEY);
    expect(again.status).toBe(201);
    expect(await json(again)).toMatchObject({ import_id: importId, rows_accepted: 1, rows_unchanged: 1, rejects: [] });
    expect(await complete()).toEqual([importId]);
  });

  it('before the commit leave nothing behind, and are written when sent again', async () => {
    const first = await rig.service();
    const client = new Client(rig.environment('test').DATABASE_URL);
    await client.connect();
    await client.query('BEGIN; LOCK TABLE store IN ACCESS EXCLUSIVE MODE');
    const answer = first.observe(OBSERVATIONS, KEY).catch(() => 'no answer');
    await until(async () => {
      const waiting = await rig.query(
        `SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND xact_start IS NOT NULL`,
      );
      return waiting.length > 0 || undefined;
    });
    await first.stop('SIGKILL');
    expect(await answer).toBe('no answer');
    await client.end();

    const second = await rig.service();
    const again = await json(await second.observe(OBSERVATIONS, KEY));
    expect(again).toMatchObject({ status: 'Complete', rows_accepted: 1, rows_unchanged: 1 });
    expect(await complete()).toEqual([text(again, 'import_id')]);
  });
});
