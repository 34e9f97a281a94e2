/** A value is kept for so many times as long as it took to come by: so it costs at most a tenth of the time, however dear it is. */
const KEPT_TIMES = 10;

/** A value that is costly to come by: loaded once for all who ask at the same time, and then kept for a while. */
export class Kept<T> {
  private value: Promise<T> | undefined;
  private until = -Infinity;

  constructor(private readonly load: () => Promise<T>) {}

  /** The value, not older than ten times as long as it took to load; a failure is not kept. */
  async get(): Promise<T> {
    if (this.value && performance.now() < this.until) return this.value;
    const began = performance.now();
    this.until = Infinity;
    this.value = this.load().finally(() => {
      const now = performance.now();
      this.until = now + (now - began) * KEPT_TIMES;
    });
    this.value.catch(() => {
      this.value = undefined;
    });
    return this.value;
  }
}
