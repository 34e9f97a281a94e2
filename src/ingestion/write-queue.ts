import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';

/** Writes that may wait before more are refused; each keeps its data in memory. */
const MAX_WAITING = 64;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 1;

/** The writes of this process, one after the other: those that wait hold no connection, which others need. */
@Injectable()
export class WriteQueue {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly database: Database) {}

  /**
   * For requests that are better sent again than left to wait behind many others.
   * @throws CodedError `too_busy`
   */
  refuseIfFull(): void {
    if (this.waiting < MAX_WAITING) return;
    throw new CodedError('too_busy', { members: { retry_after: RETRY_AFTER } });
  }

  /** Runs `work` in a transaction once all earlier writes are done; `work` itself acquires the write lock. */
  async write<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.waiting++;
    const turn = this.last;
    const written = this.database
      .unlessUnreachable(turn)
      .then(() => this.database.transaction(work))
      .finally(() => {
        this.waiting--;
      });
    this.last = Promise.allSettled([turn, written]);
    return written;
  }
}
