import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { isUnavailable } from '../../common/error-code';
import { printable } from '../printable';
import { Database } from '../../platform/database/database';
import { PeriodicJob } from '../../platform/process/periodic-job';
import { ANONYMOUS } from '../caller';
import type { Act, Ids } from './act';

/** Milliseconds in which so many attempts are recorded, of one address and of all; others are only counted. */
const WINDOW = 10_000;
const MOST = { ofOne: 10, ofAll: 200 };
/** Attempts that wait for PostgreSQL to be back. */
const MOST_WAITING = 2_000;
/** The largest number that the column takes. */
const MOST_TIMES = 2 ** 31 - 1;
/** Milliseconds between two writes. */
const INTERVAL = 1_000;

/** The longest texts that an entry takes. */
const LENGTHS = { actor: 300, address: 100, action: 200, id: 200 };

interface Attempt extends Omit<Act, 'address'> {
  readonly address: string | null;
  readonly outcome: string;
  readonly times: number;
  /** By the clock of `performance`. */
  readonly at: number;
}

/**
 * Records attempts that were refused, beside their answers. However many come, they take no more than a few entries a second
 * and a limited memory.
 */
@Injectable()
export class Refusals implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger('Access');
  private writes: PeriodicJob | undefined;
  private writing: Promise<void> = Promise.resolve();
  private waiting: Attempt[] = [];
  private begun = -Infinity;
  private ofAll = 0;
  private readonly ofOne = new Map<string, number>();
  private leftOut = 0;

  constructor(private readonly database: Database) {}

  onModuleInit(): void {
    this.writes = new PeriodicJob(
      INTERVAL,
      () => this.write(),
      (error) => {
        this.logger.warn(`refused attempts were not recorded, which is tried again: ${String(error)}`);
      },
    );
  }

  async onApplicationShutdown(): Promise<void> {
    this.writes?.stop();
    await this.writing.catch(() => undefined);
    this.endWindow();
    await this.write().catch((error: unknown) => {
      this.logger.warn(`refused attempts were not recorded: ${String(error)}`);
    });
  }

  /** @param code that of the error that the attempt is answered with */
  note(act: Act, code: string): void {
    const now = performance.now();
    if (now - this.begun >= WINDOW) this.endWindow(now);
    const address = act.address ?? '';
    const ofOne = this.ofOne.get(address) ?? 0;
    if (ofOne >= MOST.ofOne || this.ofAll >= MOST.ofAll || this.waiting.length >= MOST_WAITING) {
      this.leftOut++;
      return;
    }
    this.ofAll++;
    this.ofOne.set(address, ofOne + 1);
    this.waiting.push({ ...clean(act), outcome: code, times: 1, at: now });
  }

  /** Lets the count of what was left out be written, and counts anew. */
  private endWindow(now = performance.now()): void {
    if (this.leftOut > 0 && this.waiting.length < MOST_WAITING) {
      const act = { actor: ANONYMOUS, actorName: null, address: null, action: 'further refused attempts', ids: {} };
      this.waiting.push({ ...act, outcome: 'left_out', times: Math.min(this.leftOut, MOST_TIMES), at: now });
      this.leftOut = 0;
    }
    this.begun = now;
    this.ofAll = 0;
    this.ofOne.clear();
  }

  /** Writes what waits. If PostgreSQL is away, it goes on waiting. */
  async write(): Promise<void> {
    if (performance.now() - this.begun >= WINDOW) this.endWindow();
    const attempts = this.waiting;
    if (attempts.length === 0) return;
    this.waiting = [];
    this.writing = this.insert(attempts).catch(async (error: unknown) => {
      if (!isUnavailable(error)) return this.insertEach(attempts);
      this.waiting = [...attempts, ...this.waiting];
      throw error;
    });
    return this.writing;
  }

  /** So that one that cannot be stored keeps no other from being so. */
  private async insertEach(attempts: readonly Attempt[]): Promise<void> {
    for (const attempt of attempts) {
      await this.insert([attempt]).catch((error: unknown) => {
        this.logger.error(`an attempt that was refused (${attempt.outcome}) cannot be recorded: ${String(error)}`);
      });
    }
  }

  private async insert(attempts: readonly Attempt[]): Promise<void> {
    const now = performance.now();
    const rows = attempts.map(({ at, actorName, ...attempt }) => ({
      ...attempt,
      actor_name: actorName,
      ago: now - at,
    }));
    await this.database.pool.query(
      `INSERT INTO audit (finished_at, actor, actor_name, address, action, ids, outcome, times)
       SELECT clock_timestamp() - ago * interval '1 millisecond', actor, actor_name, address, action, ids, outcome, times
       FROM jsonb_to_recordset($1) AS attempt (
         ago double precision, actor text, actor_name text, address text, action text, ids jsonb, outcome text, times integer)
       ORDER BY ago DESC`,
      [JSON.stringify(rows)],
    );
  }
}

/** Whatever strangers send, in texts that can be stored and shown. */
function clean({ actor, actorName, address, action, ids }: Act): Act {
  return {
    actor: printable(actor, LENGTHS.actor),
    actorName: actorName === null ? null : printable(actorName, LENGTHS.actor),
    address: address === null ? null : printable(address, LENGTHS.address),
    action: printable(action, LENGTHS.action),
    ids: Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, printable(id, LENGTHS.id)])) satisfies Ids,
  };
}
