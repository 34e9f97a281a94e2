import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { tooBusy } from '../common/coded-error';
import { within } from '../common/deadline';
import { isLockTimeout } from '../common/error-code';
import { BEGIN_WRITE, LIMIT_IDLE_TIME } from '../platform/database/begin';
import { Database } from '../platform/database/database';
import { ALL_BUCKETS } from '../stores/buckets/buckets';

/** Writes that may wait before more are refused; each keeps its data in memory. */
const MAX_WAITING = 64;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 1;

/** Milliseconds that a request waits: it is better sent again than left to wait for long. */
export const REQUEST_PATIENCE = 30_000;
/** Milliseconds that a file waits, which may have taken hours to receive. */
export const FILE_PATIENCE = 900_000;

/** Writes at once: each holds a connection, which others need too, and PostgreSQL has no more cores than that to spare. */
const AT_ONCE = 4;

/**
 * The writes of this process. Those that have a bucket in common run one after the other, in order: they would only wait for
 * each other in the database, and hold connections meanwhile.
 */
@Injectable()
export class WriteQueue {
  /** For each bucket, when the last write to it is done. */
  private readonly last: Promise<unknown>[] = ALL_BUCKETS.map(() => Promise.resolve());
  private readonly running = new Semaphore(AT_ONCE);
  private waiting = 0;

  constructor(private readonly database: Database) {}

  /**
   * For requests that are better sent again than left to wait behind many others.
   * @throws CodedError `too_busy`
   */
  refuseIfFull(): void {
    if (this.waiting >= MAX_WAITING) throw tooBusy(RETRY_AFTER);
  }

  /**
   * Runs `work` in a transaction once all earlier writes to the same buckets are done; `work` itself locks them.
   * @param buckets those that it writes to
   * @param patience milliseconds to wait for the turn in this process, and as long for each lock
   * @throws CodedError `too_busy`
   */
  async write<T>(buckets: readonly number[], patience: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.waiting++;
    const turn = Promise.all(buckets.map(async (bucket) => this.last[bucket]));
    const written = this.afterTurn(turn, patience, work).finally(() => {
      this.waiting--;
    });
    // Not with the outcomes, each of which would keep all those before it in memory.
    const done = Promise.allSettled([turn, written]).then(() => undefined);
    for (const bucket of buckets) this.last[bucket] = done;
    return written;
  }

  private async afterTurn<T>(
    turn: Promise<unknown>,
    patience: number,
    work: (client: PoolClient) => Promise<T>,
  ): Promise<T> {
    const place = turn.then(() => this.running.acquire());
    const inTime = within(patience, place).catch((error: unknown) => {
      throw tooBusy(RETRY_AFTER, error);
    });
    try {
      await this.database.unlessUnreachable(inTime);
      return await this.database.transaction(
        work,
        `${BEGIN_WRITE}; ${LIMIT_IDLE_TIME}; SET LOCAL lock_timeout = ${patience}`,
      );
    } catch (error) {
      throw isLockTimeout(error) ? tooBusy(RETRY_AFTER, error) : error;
    } finally {
      void place.then((release) => {
        release();
      });
    }
  }
}

/** Lets so many in at a time, the others in their order. */
class Semaphore {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  /** Waits for a place; call what it returns to give it back. */
  async acquire(): Promise<() => void> {
    if (this.free > 0) this.free--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    return () => {
      const next = this.waiting.shift();
      if (next) next();
      else this.free++;
    };
  }
}
