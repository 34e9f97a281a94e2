import { getEventListeners } from 'node:events';
import type { PoolClient } from 'pg';
import { TestDatabase } from '../../../test/support/postgres';
import { PROGRESS_CHANNEL } from '../report-plan';
import { ReportProgressListener } from './report-progress-listener';

let test: TestDatabase;

beforeAll(async () => {
  test = await TestDatabase.start();
});

afterAll(() => test.stop());

async function notify(reportId: string): Promise<void> {
  await test.database.pool.query('SELECT pg_notify($1, $2)', [PROGRESS_CHANNEL, reportId]);
}

describe('the progress listener', () => {
  /** Listens for the progress of the report `mine`, and checks that nothing listens on afterwards. */
  async function listening(
    use: (listener: ReportProgressListener, stopping: AbortController, reader: PoolClient) => Promise<void>,
  ) {
    const reader = await test.database.pool.connect();
    const stopping = new AbortController();
    try {
      const listener = await ReportProgressListener.start(test.database, [reader], 'mine', stopping.signal);
      try {
        await use(listener, stopping, reader);
      } finally {
        await listener.close();
      }
      expect([reader.listenerCount('error'), reader.listenerCount('notification')]).toEqual([0, 0]);
      expect(getEventListeners(stopping.signal, 'abort')).toEqual([]);
    } finally {
      reader.release();
    }
  }

  it('tells of progress since the last call, once, and of no other report', async () => {
    await listening(async (listener) => {
      await notify('another');
      expect(await listener.waitForChange(100)).toBe('timeout');
      await notify('mine');
      expect(await listener.waitForChange(20_000)).toBe('changed');
      expect(await listener.waitForChange(0)).toBe('timeout');
      const waiting = listener.waitForChange(20_000);
      await notify('mine');
      expect(await waiting).toBe('changed');
    });
  });

  it('waits no longer once the worker stops', async () => {
    await listening(async (listener, stopping, reader) => {
      const waiting = listener.waitForChange(200_000);
      stopping.abort();
      expect(await waiting).toBe('stopping');
      const late = await ReportProgressListener.start(test.database, [reader], 'mine', stopping.signal);
      try {
        expect(await late.waitForChange(200_000)).toBe('stopping');
      } finally {
        await late.close();
      }
    });
  });

  it('waits no longer once the connection that holds the snapshot is lost', async () => {
    await listening(async (listener, _stopping, reader) => {
      const waiting = listener.waitForChange(200_000);
      reader.emit('error', new Error('a lost connection'));
      await expect(waiting).rejects.toThrow('a lost connection');
      await expect(listener.waitForChange(200_000)).rejects.toThrow('a lost connection');
    });
  });

  it('keeps no connection if it cannot listen', async () => {
    const { pool } = test.database;
    const reader = await pool.connect();
    try {
      pool.once('acquire', (client) => {
        Object.assign(client, { query: () => Promise.reject(new Error('a failure')) });
      });
      const { signal } = new AbortController();
      await expect(ReportProgressListener.start(test.database, [reader], 'mine', signal)).rejects.toThrow('a failure');
      expect(pool.totalCount - pool.idleCount).toBe(1);
      expect(reader.listenerCount('error')).toBe(0);
    } finally {
      reader.release();
    }
  });

  it('leaves a connection that listens no more', async () => {
    await listening(() => Promise.resolve());
    const clients = await Promise.all([1, 2, 3, 4].map(() => test.database.pool.connect()));
    const listeners = clients.map((client) => [client.listenerCount('error'), client.listenerCount('notification')]);
    const channels = await Promise.all(clients.map((client) => client.query('SELECT pg_listening_channels()')));
    for (const client of clients) client.release();
    expect(channels.map(({ rowCount }) => rowCount)).toEqual([0, 0, 0, 0]);
    expect(listeners).toEqual(Array(4).fill([0, 0]));
    expect(test.database.pool.totalCount).toBe(4);
  });
});
