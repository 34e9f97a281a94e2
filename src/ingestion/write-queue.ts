import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { tooBusy } from '../common/coded-error';
import { within } from '../common/deadline';
import { isLockTimeout } from '../common/error-code';
import { BEGIN_WRITE } from '../platform/database/begin';
import { Database } from '../platform/database/database';

/** Writes that may wait before more are refused; each keeps its data in memory. */
const MAX_WAITING = 64;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 1;

/** Milliseconds that a request waits: it is better sent again than left to wait for long. */
export const REQUEST_PATIENCE = 30_000;
/** Milliseconds that a file waits, which may have taken hours to receive. */
export const FILE_PATIENCE = 900_000;

/** The writes of this process, one after the other: those that wait hold no connection, which others need. */
@Injectable()
export class WriteQueue {
  private last: Promise<void> = Promise.resolve();
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
   * Runs `work` in a transaction once all earlier writes are done; `work` itself acquires the write lock.
   * @param patience milliseconds to wait for the turn in this process, and as long for the write lock
   * @throws CodedError `too_busy`
   */
  async write<T>(patience: number, work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.waiting++;
    const turn = this.last;
    const written = this.afterTurn(turn, patience, work).finally(() => {
      this.waiting--;
    });
    // Not with the outcomes, each of which would keep all those before it in memory.
    this.last = Promise.allSettled([turn, written]).then(() => undefined);
    return written;
  }

  private async afterTurn<T>(
    turn: Promise<void>,
    patience: number,
    work: (client: PoolClient) => Promise<T>,
  ): Promise<T> {
    const inTime = within(patience, turn).catch((error: unknown) => {
      throw tooBusy(RETRY_AFTER, error);
    });
    await this.database.unlessUnreachable(inTime);
    try {
      return await this.database.transaction(work, `${BEGIN_WRITE}; SET LOCAL lock_timeout = ${patience}`);
    } catch (error) {
      throw isLockTimeout(error) ? tooBusy(RETRY_AFTER, error) : error;
    }
  }
}
