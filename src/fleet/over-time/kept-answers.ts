import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { hasChangedSince, lastWriteNo } from '../../ingestion/data-changes';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import type { Database } from '../../platform/database/database';

interface Kept<Answer> {
  /** The last write that it has seen. */
  readonly writeNo: number;
  readonly answer: Answer;
}

/** Answers that are expensive to compute: kept until something changes that they come from. */
export class KeptAnswers<Query, Answer> {
  /** By query, the least recently used first. */
  private readonly kept = new Map<string, Promise<Kept<Answer>>>();

  /**
   * @param most how many are kept: those used last
   * @param compute reads one state of the data
   */
  constructor(
    private readonly database: Database,
    private readonly most: number,
    private readonly compute: (client: PoolClient, query: Query) => Promise<Answer>,
  ) {}

  /**
   * The answer to a query, computed once for all who ask.
   * @param until observations from this instant on do not change it
   */
  async of(query: Query, until: Micros): Promise<Answer> {
    const key = JSON.stringify(query);
    const before = this.kept.get(key);
    const kept = before && (await this.isCurrent(before, until)) ? before : this.begin(query);
    this.kept.delete(key);
    this.kept.set(key, kept);
    kept.catch(() => {
      if (this.kept.get(key) === kept) this.kept.delete(key);
    });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
    return (await kept).answer;
  }

  private async isCurrent(kept: Promise<Kept<Answer>>, until: Micros): Promise<boolean> {
    const { writeNo } = await kept;
    return !(await hasChangedSince(this.database.pool, writeNo, until));
  }

  private async begin(query: Query): Promise<Kept<Answer>> {
    return this.database.transaction(async (client) => {
      const writeNo = await lastWriteNo(client);
      return { writeNo, answer: await this.compute(client, query) };
    }, BEGIN_SNAPSHOT);
  }
}
