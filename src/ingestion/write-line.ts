import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { Database } from '../database/database';
import { TURN_LIMITS } from './store-keys';

const BEGIN_WRITE = `BEGIN; ${TURN_LIMITS}`;

/** What this process writes, one after the other: who waits in line holds no connection, which others need. */
@Injectable()
export class WriteLine {
  private last: Promise<unknown> = Promise.resolve();
  private waiting = 0;

  constructor(private readonly database: Database) {}

  /** How many have not been served yet, the one that writes included. */
  get length(): number {
    return this.waiting;
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
