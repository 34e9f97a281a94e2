import type { INestApplicationContext } from '@nestjs/common';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { Readable } from 'node:stream';
import { Ingestion, withRejects } from '../../test/support/modules/ingestion';
import { ImportsService } from './imports/imports.service';
import { ObservationsService } from './observations.service';
import { ACT } from '../../test/support/access/act';

const ingestion = Ingestion.forEachTest();

describe('a commit', () => {
  /** Passes everything on until a commit of another process is confirmed: its connection is cut instead. */
  async function withCutCommit<T>(work: (app: INestApplicationContext) => Promise<T>): Promise<T> {
    const { port } = new URL(ingestion.url);
    const sockets = new Set<Socket>();
    let cuts = 0;
    const server = createServer((fromService) => {
      const toPostgres = connect(Number(port), '127.0.0.1');
      const both = [fromService, toPostgres];
      /** Whether the transaction has completed an import: sweeps have transactions of their own. */
      let completes = false;
      let committing = false;
      for (const socket of both) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          for (const other of both) other.destroy();
        });
      }
      fromService.on('data', (bytes) => {
        completes ||= bytes.includes("SET status = 'Complete'");
        committing = completes && bytes.includes('COMMIT\0') && cuts === 0;
        toPostgres.write(bytes);
      });
      toPostgres.on('data', (bytes) => {
        if (!committing) fromService.write(bytes);
        else fromService.destroy(new Error(`cut ${++cuts}`));
      });
    }).listen(0, '127.0.0.1');
    try {
      await once(server, 'listening');
      const address = server.address();
      const url = new URL(ingestion.url);
      url.port = String(typeof address === 'object' ? address?.port : '');
      const app = await ingestion.startAnother(url.href);
      const result = await work(app);
      await app.close();
      expect(cuts).toBe(1);
      return result;
    } finally {
      for (const socket of sockets) socket.destroy();
      server.close();
    }
  }

  it('of which only the confirmation is lost is a complete import', async () => {
    const body = Readable.from([Buffer.from(withRejects(3))]);
    const found = await withCutCommit((app) => app.get(ImportsService).receive('timezones', body, String, ACT));
    expect(found).toMatchObject({ status: 'Complete', rowsAccepted: 1, rowsRejected: 3, errorCode: null });
    expect(await ingestion.written()).toBe(
      ['store', 'schedule', 'new store', 'new zone', 'reject', 'reject', 'reject'].length,
    );
  });

  it('of observations of which only the confirmation is lost is found by its key', async () => {
    const body = Buffer.from('the body');
    const observations = [{ store_id: 'a', status: 'active', timestamp_utc: '2024-10-03 12:00:00' }];
    await withCutCommit((app) =>
      expect(app.get(ObservationsService).receive(observations, body, 'key', ACT)).rejects.toThrow(),
    );
    const [stored] = await ingestion.query('SELECT import_id FROM import');
    const again = await ingestion.app.get(ObservationsService).receive(observations, body, 'key', ACT);
    expect(again).toBe(stored?.import_id);
  });
});
