/** A value is fresh for this many times as long as it took to load, so loading takes at most a tenth of the time. */
const FRESH = 10;
/** For this many times as long, a stale value is still returned while a new one is loaded. */
const USABLE = 20;

/** A value that is expensive to load: loaded once for all concurrent callers, then cached for a while. */
export class CachedValue<T> {
  private cached: { readonly value: T; readonly startedAt: number; readonly duration: number } | undefined;
  private loading: Promise<T> | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  /** The value, at most twenty times as old as it took to load. */
  async get(): Promise<T> {
    const { cached } = this;
    const age = cached ? (performance.now() - cached.startedAt) / cached.duration : Infinity;
    if (cached && age < FRESH) return cached.value;
    const next = this.refresh();
    if (!cached || age > USABLE) return next;
    // Nobody waits for this refresh; if it fails, a later caller that has to wait gets the error.
    next.catch(() => undefined);
    return cached.value;
  }

  private async refresh(): Promise<T> {
    this.loading ??= this.reload().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async reload(): Promise<T> {
    const startedAt = performance.now();
    const value = await this.load();
    this.cached = { value, startedAt, duration: Math.max(performance.now() - startedAt, 1) };
    return value;
  }
}
