import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { hasChangedSince, lastWriteNo } from '../../ingestion/data-changes';
import { READ_IN_KEY_ORDER } from '../../observations/read/timelines';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import type { Database } from '../../platform/database/database';

/** How many answers are kept: those used last. */
const MAX_KEPT = 50;

interface Kept<Answer> {
  /** The last write that it has seen. */
  readonly writeNo: number;
  readonly answer: Answer;
}

/** Answers that take a pass over all stores: computed once, and again when something has changed that they come from. */
export class KeptAnswers<Answer> {
  /** By key, the least recently used first. */
  private readonly kept = new Map<string, Promise<Kept<Answer>>>();

  constructor(private readonly database: Database) {}

  /**
   * @param key of everything that the answer depends on, but for the data
   * @param until the answer depends on no observation from this instant on
   * @param compute reads the data, in a transaction with one state of them
   */
  async of(key: string, until: Micros, compute: (client: PoolClient) => Promise<Answer>): Promise<Answer> {
    const before = this.kept.get(key);
    const kept = before && (await this.isCurrent(before, until)) ? before : this.begin(compute);
    this.kept.delete(key);
    this.kept.set(key, kept);
    kept.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    const [oldest] = this.kept.keys();
    if (this.kept.size > MAX_KEPT && oldest !== undefined) this.kept.delete(oldest);
    return (await kept).answer;
  }

  private async isCurrent(kept: Promise<Kept<Answer>>, until: Micros): Promise<boolean> {
    const { writeNo } = await kept;
    return !(await hasChangedSince(this.database.pool, writeNo, until));
  }

  private async begin(compute: (client: PoolClient) => Promise<Answer>): Promise<Kept<Answer>> {
    return this.database.transaction(async (client) => {
      await client.query(READ_IN_KEY_ORDER);
      const writeNo = await lastWriteNo(client);
      return { writeNo, answer: await compute(client) };
    }, BEGIN_SNAPSHOT);
  }
}
