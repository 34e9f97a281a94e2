import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { CodedError } from '../common/coded-error';
import { Database } from '../platform/database/database';
import { TURN_LIMITS } from '../observations/write/known-stores';

const BEGIN_WRITE = `BEGIN; ${TURN_LIMITS}`;

/** What may wait to be written before more is refused; each holds what it was sent. */
const MAX_WAITING = 64;
/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 1;

/** What this process writes, one after the other: who waits in line holds no connection, which others need. */
@Injectable()
export class WriteLine {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly database: Database) {}

  /**
   * For what is sent while its sender waits: better sent again than made to wait behind many others.
   * @throws CodedError `too_busy`
   */
  requireRoom(): void {
    if (this.waiting < MAX_WAITING) return;
    throw new CodedError('too_busy', { members: { retry_after: RETRY_AFTER } });
  }

  /** Runs `work` in a transaction once all that came before is through; it still has to take the turn to write. */
  async write<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    this.waiting++;
    const mine = this.last
      .then(() => this.database.transaction(work, BEGIN_WRITE))
      .finally(() => {
        this.waiting--;
      });
    this.last = mine.catch(() => undefined);
    return mine;
  }
}
