import { Client } from 'pg';
import { migrate } from '../../src/platform/database/migrate';
import { Rig } from '../support/rig';
import { until } from '../support/service';

let rig: Rig;

beforeEach(async () => {
  rig = await Rig.start();
});

afterEach(async () => {
  await rig.stop();
});

/** How many connections to Redis there are, apart from the one that asks. */
async function redisConnections(): Promise<number> {
  const clients = await rig.redis((client) => client.client('LIST'));
  return String(clients).trim().split('\n').length - 1;
}

it('a service whose PostgreSQL dies between migrating and listening starts when it is back, and leaves nothing open', async () => {
  const { DATABASE_URL = '' } = rig.environment('locker');
  await migrate(DATABASE_URL);
  const undisturbed = await rig.service();
  const connections = await redisConnections();
  await undisturbed.stop();

  // Before it listens, the service looks whether there are keys.
  const locker = new Client(DATABASE_URL);
  locker.on('error', () => undefined);
  await locker.connect();
  await locker.query('BEGIN');
  await locker.query('LOCK TABLE api_key');
  const starting = rig.service();
  starting.catch(() => undefined);
  await until(async () => {
    const waiting = await rig.query(
      `SELECT FROM pg_stat_activity WHERE application_name = 'service' AND wait_event_type = 'Lock'`,
    );
    return waiting.length > 0 || undefined;
  });
  await rig.killPostgres();
  await rig.startPostgres();

  const service = await starting;
  expect(service.log).toContain('PostgreSQL is not available, trying again: Connection terminated unexpectedly');
  await until(async () => (await redisConnections()) === connections || undefined, 10_000);
  expect(await service.stop()).toBe(0);
});
