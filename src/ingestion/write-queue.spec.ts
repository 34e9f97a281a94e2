import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { Ingestion } from '../../test/support/modules/ingestion';
import { until } from '../../test/support/service';
import { ObservationsService } from './observations.service';
import { acquireWriteLock } from '../stores/write-lock';
import { WriteQueue } from './write-queue';
import { ACT } from '../../test/support/access/act';

const PATIENCE = 60_000;

const ingestion = Ingestion.forEachTest();

describe('the write queue', () => {
  it('runs one write at a time, in order, and goes on after one that fails', async () => {
    const queue = ingestion.app.get(WriteQueue);
    const log: string[] = [];
    const writes = ['a', 'b', 'c'].map((name) =>
      queue
        .write(PATIENCE, async (client) => {
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

  it('keeps nothing of writes that are done', async () => {
    const queue = ingestion.app.get(WriteQueue);
    const outcomes: WeakRef<object>[] = [];
    const write = () => queue.write(PATIENCE, () => Promise.resolve({}));
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
      queue.write(PATIENCE, async () => {
        await finished;
        if (index % 2 === 0) throw new Error('failed');
      }),
    );
    const settled = Promise.allSettled(writes);
    queue.refuseIfFull();
    const last = queue.write(PATIENCE, () => Promise.resolve());
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
    const more = Array.from({ length: 63 }, () => queue.write(PATIENCE, () => Promise.resolve()));
    expect(refusal()).toBeUndefined();
    await Promise.all(more);
  });

  it('gives up on a write whose turn does not come in time, and continues with the others', async () => {
    const queue = ingestion.app.get(WriteQueue);
    let finish: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => (finish = resolve));
    const first = queue.write(PATIENCE, () => finished);
    const log: string[] = [];
    const impatient = queue.write(100, () => Promise.resolve(log.push('impatient')));
    const patient = queue.write(PATIENCE, () => Promise.resolve(log.push('patient')));
    await expect(impatient).rejects.toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    finish();
    await Promise.all([first, patient]);
    expect(log).toEqual(['patient']);
  });

  it('gives up on a write for which the write lock is not free in time', async () => {
    const queue = ingestion.app.get(WriteQueue);
    await ingestion.database.transaction(async (holder) => {
      await acquireWriteLock(holder);
      const impatient = queue.write(100, acquireWriteLock);
      await expect(impatient).rejects.toMatchObject({ code: 'too_busy', members: { retry_after: 1 } });
    });
    await queue.write(100, acquireWriteLock);
  });
});
