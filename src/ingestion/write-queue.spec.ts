import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Ingestion } from '../../test/support/modules/ingestion';
import { until } from '../../test/support/service';
import { ObservationsService } from './observations.service';
import { lockAllBuckets } from '../stores/buckets/bucket-locks';
import { WriteQueue } from './write-queue';
import { ALL_BUCKETS } from '../stores/buckets/buckets';
import { ACT } from '../../test/support/access/act';

const PATIENCE = 60_000;

const ingestion = Ingestion.forEachTest();

describe('the write queue', () => {
  it('runs writes of the same buckets one at a time, in order, and goes on after one that fails', async () => {
    const queue = ingestion.app.get(WriteQueue);
    const log: string[] = [];
    const writes = ['a', 'b', 'c'].map((name) =>
      queue
        .write(ALL_BUCKETS, PATIENCE, async (client) => {
          log.push(`${name} begins`);
          await client.query('SELECT pg_sleep(0.01)');
          log.push(`${name} ends`);
          if (name === 'b') throw new Error(name);
          return name;
        })
        .catch((error: unknown) => String(error)),
    );
    expect(await Promise.all(writes)).toEqual(['a', 'Error: b', 'c']);
    expect(log).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
  });

  it('runs writes of other buckets meanwhile, four at once', async () => {
    const queue = ingestion.app.get(WriteQueue);
    const log: string[] = [];
    const ends = new Map<string, () => void>();
    const write = (name: string, ...buckets: number[]) =>
      queue.write(buckets, PATIENCE, async () => {
        log.push(name);
        await new Promise<void>((resolve) => ends.set(name, resolve));
      });
    const writes = [write('a', 1, 2), write('after a', 2, 3), write('b', 4), write('after both', 3, 4), write('c', 5)];
    writes.push(write('d', 0), write('e', 63), write('f', 62));
    try {
      await until(() => ends.size >= 4 || undefined);
      expect(log.toSorted()).toEqual(['a', 'b', 'c', 'd']);
      for (const [ended, next] of [
        ['a', 'e'],
        ['c', 'f'],
        ['b', 'after a'],
      ] as const) {
        ends.get(ended)?.();
        await until(() => ends.has(next) || undefined);
      }
      expect(log.slice(4)).toEqual(['e', 'f', 'after a']);
    } finally {
      let areOver = false;
      const over = Promise.all(writes).finally(() => (areOver = true));
      await until(() => {
        for (const end of ends.values()) end();
        return areOver || undefined;
      });
      await over;
    }
    expect(log.at(-1)).toBe('after both');
  });

  it('lets PostgreSQL end the transaction of a process that freezes before it has locked anything', async () => {
    const limit = ingestion.app.get(WriteQueue).write([0], PATIENCE, async (client) => {
      return (await client.query<object>('SHOW idle_in_transaction_session_timeout')).rows;
    });
    expect(await limit).toEqual([{ idle_in_transaction_session_timeout: '1min' }]);
  });

  it('keeps nothing of writes that are done', async () => {
    const queue = ingestion.app.get(WriteQueue);
    const outcomes: WeakRef<object>[] = [];
    const write = () => queue.write(ALL_BUCKETS, PATIENCE, () => Promise.resolve({}));
    for (let time = 0; time < 3; time++) outcomes.push(new WeakRef(await write()));
    setFlagsFromString('--expose-gc');
    await until(() => {
      runInNewContext('gc()');
      return outcomes.every((outcome) => outcome.deref() === undefined) || undefined;
    });
  });

  it('refuses requests while 64 wait or run, and no longer', async () => {
    const queue = ingestion.app.get(WriteQueue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const writes = Array.from({ length: 63 }, async (_, index) =>
      queue.write(ALL_BUCKETS, PATIENCE, async () => {
        await finished;
        if (index % 2 === 0) throw new Error('failed');
      }),
    );
    const settled = Promise.allSettled(writes);
    queue.refuseIfFull();
    const last = queue.write(ALL_BUCKETS, PATIENCE, () => Promise.resolve());
    const refusal = (): unknown => {
      try {
        queue.refuseIfFull();
        return undefined;
      } catch (error) {
        return error;
      }
    };
    expect(refusal()).toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    try {
      let outcome: unknown;
      const observations = ingestion.app.get(ObservationsService).receive([1], Buffer.from('[1]'), undefined, ACT);
      observations.catch((error: unknown) => (outcome = error));
      expect(await until(() => outcome, 10_000)).toMatchObject({ code: 'too_busy' });
    } finally {
      finish();
    }
    await settled;
    await last;
    // None of those that failed is still counted.
    const more = Array.from({ length: 63 }, () => queue.write(ALL_BUCKETS, PATIENCE, () => Promise.resolve()));
    expect(refusal()).toBeUndefined();
    await Promise.all(more);
  });

  it('gives up on a write whose turn does not come in time, and continues with the others', async () => {
    const queue = ingestion.app.get(WriteQueue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const first = queue.write(ALL_BUCKETS, PATIENCE, () => finished);
    const log: string[] = [];
    const impatient = queue.write(ALL_BUCKETS, 100, () => Promise.resolve(log.push('impatient')));
    const patient = queue.write(ALL_BUCKETS, PATIENCE, () => Promise.resolve(log.push('patient')));
    await expect(impatient).rejects.toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    finish();
    await Promise.all([first, patient]);
    expect(log).toEqual(['patient']);
  });

  it('gives up on a write whose locks are not free in time', async () => {
    const queue = ingestion.app.get(WriteQueue);
    await ingestion.database.transaction(async (holder) => {
      await lockAllBuckets(holder);
      const impatient = queue.write(ALL_BUCKETS, 100, lockAllBuckets);
      await expect(impatient).rejects.toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    });
    await queue.write(ALL_BUCKETS, 100, lockAllBuckets);
  });
});
