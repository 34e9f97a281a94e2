import type { PoolClient } from 'pg';
import type { Micros } from '../../calculator/instants';
import { RecentResults, type Sizes } from '../../common/collections/recent-results';
import { hasChangedSince, lastWriteNo } from '../../ingestion/data-changes';
import { READ_IN_KEY_ORDER } from '../../observations/read/timelines';
import { BEGIN_SNAPSHOT } from '../../platform/database/begin';
import type { Database } from '../../platform/database/database';

interface Kept<Answer> {
  /** The last write that it has seen. */
  readonly writeNo: number;
  readonly answer: Answer;
}

/** Answers that take a pass over all stores: computed once, and again when something has changed that they come from. */
export class KeptAnswers<Answer> {
  private readonly kept: RecentResults<Kept<Answer>>;

  /**
   * @param most how many are kept: those used last
   * @param limit how large they may be, for answers that grow with the number of stores
   */
  constructor(
    private readonly database: Database,
    most: number,
    limit?: Sizes<Answer>,
  ) {
    this.kept = new RecentResults(most, limit && { ...limit, of: ({ answer }) => limit.of(answer) });
  }

  /**
   * @param key of everything that the answer depends on, but for the data
   * @param until the answer depends on no observation from this instant on
   * @param compute reads the data, in a transaction with one state of them
   */
  async of(key: string, until: Micros, compute: (client: PoolClient) => Promise<Answer>): Promise<Answer> {
    const { answer } = await this.kept.get(
      key,
      () => this.begin(compute),
      async ({ writeNo }) => !(await hasChangedSince(this.database.pool, writeNo, until)),
    );
    return answer;
  }

  private async begin(compute: (client: PoolClient) => Promise<Answer>): Promise<Kept<Answer>> {
    return this.database.transaction(async (client) => {
      await client.query(READ_IN_KEY_ORDER);
      const writeNo = await lastWriteNo(client);
      return { writeNo, answer: await compute(client) };
    }, BEGIN_SNAPSHOT);
  }
}
