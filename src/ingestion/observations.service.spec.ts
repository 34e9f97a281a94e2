import { Ingestion } from '../../test/support/modules/ingestion';
import { lockAllBuckets } from '../stores/buckets/bucket-locks';
import { ObservationsService } from './observations.service';
import { ACT } from '../../test/support/access/act';

const ingestion = Ingestion.forEachTest();

describe('observations with an idempotency key', () => {
  const observation = { store_id: 'a', status: 'active', timestamp_utc: '2024-10-03 12:00:00' };
  const send = async (observations: readonly unknown[], key?: string, body = JSON.stringify(observations)) =>
    ingestion.app.get(ObservationsService).receive(observations, Buffer.from(body), key, ACT);

  it('are one import, with the counts and rejects of the first request', async () => {
    const observations = [1, observation, observation, 'x'];
    const importId = await send(observations, 'key');
    const first = await ingestion.imports.find(importId);
    expect(first).toMatchObject({ source: 'json', status: 'Complete', bytesRead: JSON.stringify(observations).length });
    expect(first).toMatchObject({ rowsRead: 4, rowsAccepted: 1, rowsUnchanged: 1, rowsRejected: 2 });
    expect(await ingestion.rejectsOf(first)).toEqual([
      { line: '0', reason: 'not_an_object', text: '1' },
      { line: '3', reason: 'not_an_object', text: '"x"' },
    ]);
    expect(await send(observations, 'key')).toBe(importId);
    expect(await ingestion.query('SELECT FROM import')).toHaveLength(1);
  });

  it('are refused if the body differs, be it by a space', async () => {
    await send([observation], 'key');
    const before = await ingestion.written();
    const reused = { code: 'idempotency_key_reused' };
    await expect(send([{ ...observation, store_id: 'b' }], 'key')).rejects.toMatchObject(reused);
    await expect(send([observation], 'key', `${JSON.stringify([observation])} `)).rejects.toMatchObject(reused);
    expect(await ingestion.written()).toBe(before);
    expect(await ingestion.query('SELECT FROM import')).toHaveLength(1);
  });

  it('wait for their turn', async () => {
    const sent = await ingestion.database.transaction(async (client) => {
      await lockAllBuckets(client);
      const waiting = send([observation], 'key');
      await ingestion.writersWait(1);
      expect(await ingestion.query('SELECT FROM import')).toEqual([]);
      return { waiting };
    });
    await sent.waiting;
    expect(await ingestion.query('SELECT FROM import')).toHaveLength(1);
  });

  it('differ from those with another key or none', async () => {
    const ids = [await send([observation], 'key'), await send([observation], 'Key'), await send([observation])];
    ids.push(await send([observation]));
    expect(new Set(ids).size).toBe(4);
  });
});
