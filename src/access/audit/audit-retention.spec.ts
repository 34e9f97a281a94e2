import { Client } from 'pg';
import { ACT } from '../../../test/support/access/act';
import { TestDatabase } from '../../../test/support/postgres';
import { migrate } from '../../platform/database/migrate';
import { Database } from '../../platform/database/database';
import { readSettings } from '../../platform/config/settings';
import { recordAct } from './act';
import { AuditRetention } from './audit-retention';

let test: TestDatabase;
/** The database of a service whose role is no superuser, as it should be. */
let own: Database;
let ownUrl: string;

beforeAll(async () => {
  test = await TestDatabase.start();
  await test.query(`CREATE ROLE service LOGIN PASSWORD 'secret'`);
  await test.query('CREATE DATABASE service OWNER service');
  const url = new URL(test.url);
  url.pathname = '/service';
  url.username = 'service';
  url.password = 'secret';
  ownUrl = url.href;
  await migrate(ownUrl);
  own = await Database.connect(ownUrl, 2, 'test');
});

afterAll(async () => {
  await own.close();
  await test.stop();
});

async function record(...daysAgo: number[]): Promise<void> {
  await own.transaction((client) => recordAct(client, ACT));
  for (const days of daysAgo) {
    await own.pool.query(
      `INSERT INTO audit (finished_at, actor, action, ids, outcome)
       VALUES (now() - $1 * interval '1 day', 'cli:tester', 'old', '{}', 'done')`,
      [days],
    );
  }
}

const actions = async () =>
  (await own.pool.query<{ action: string }>('SELECT action FROM audit ORDER BY audit_no')).rows;

it('the service role can only add to the audit, although it owns the table', async () => {
  await record();
  for (const statement of [`UPDATE audit SET outcome = 'done'`, 'DELETE FROM audit', 'TRUNCATE audit']) {
    await expect(own.pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  }
  expect(await actions()).toHaveLength(1);
});

it('only entries older than AUDIT_RETENTION are removed', async () => {
  const settings = { ...readSettings({ AUDIT_RETENTION: '30d' }), DATABASE_URL: ownUrl, REDIS_URL: '' };
  await own.pool.query('INSERT INTO audit (finished_at, actor, action, ids, outcome) SELECT $1, $2, $3, $4, $5', [
    new Date(0),
    'cli:tester',
    'ancient',
    {},
    'done',
  ]);
  await record(31, 29);
  // What came after a younger one is not old, whatever its time says.
  await record(400);
  const retention = new AuditRetention(settings, own);
  await Promise.all([retention.sweep(), retention.sweep()]);
  const kept = await own.pool.query<{ days: string }>(
    `SELECT round(extract(epoch FROM now() - finished_at) / 86400) AS days FROM audit WHERE action <> 'test' ORDER BY audit_no`,
  );
  expect(kept.rows.map(({ days }) => Number(days))).toEqual([29, 400]);
  // Nobody can delete afterwards either.
  await expect(own.pool.query('DELETE FROM audit')).rejects.toMatchObject({ code: '42501' });
});

it('even the removal function spares entries younger than a day', async () => {
  const before = await actions();
  const { rows } = await own.pool.query(
    'SELECT remove_audit(ARRAY(SELECT audit_no FROM audit WHERE action = $1)) AS n',
    ['test'],
  );
  expect(rows).toEqual([{ n: 0 }]);
  expect(await actions()).toEqual(before);
});

it('no other role can call the removal function', async () => {
  await test.query(`CREATE ROLE other LOGIN PASSWORD 'secret'`);
  const url = new URL(ownUrl);
  url.username = 'other';
  const other = new Client({ connectionString: url.href });
  await other.connect();
  try {
    await expect(other.query(`SELECT remove_audit('{1}')`)).rejects.toMatchObject({ code: '42501' });
  } finally {
    await other.end();
  }
});
