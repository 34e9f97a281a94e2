/** Keeps the results that were used last, by their keys; one that cannot be had is asked for again. */
export class RecentResults<Result> {
  /** The least recently used first. */
  private readonly kept = new Map<string, Promise<Result>>();

  /** @param most how many are kept */
  constructor(private readonly most: number) {}

  /**
   * The result with a key, which is made once for all requests.
   * @param isCurrent whether one that was kept still holds; otherwise it is made anew
   */
  async get(
    key: string,
    make: () => Promise<Result>,
    isCurrent: (result: Result) => Promise<boolean> = () => Promise.resolve(true),
  ): Promise<Result> {
    const before = this.kept.get(key);
    const holds = before !== undefined && (await isCurrent(await before));
    // Another request may have made it anew since this one came.
    const kept = this.kept.get(key) ?? before;
    const result = kept && (holds || kept !== before) ? kept : make();
    this.kept.delete(key);
    this.kept.set(key, result);
    result.catch(() => {
      if (this.kept.get(key) === result) this.kept.delete(key);
    });
    const [oldest] = this.kept.keys();
    if (this.kept.size > this.most && oldest !== undefined) this.kept.delete(oldest);
    return result;
  }
}
