/** A value is fresh for so many times as long as it took to load: so that loading takes a tenth of the time at the most. */
const FRESH = 10;
/** For so many times as long it is still given to those who ask, while a new one is loaded. */
const USABLE = 20;

/** A value that is costly to come by: loaded once for all who ask at the same time, and then kept for a while. */
export class Kept<T> {
  private known: { readonly value: T; readonly at: number; readonly cost: number } | undefined;
  private loading: Promise<T> | undefined;

  constructor(private readonly load: () => Promise<T>) {}

  /** A value that is not older than twenty times as long as it took to load. */
  async get(): Promise<T> {
    const { known } = this;
    const age = known ? (performance.now() - known.at) / known.cost : Infinity;
    if (known && age < FRESH) return known.value;
    const next = this.refresh();
    if (!known || age > USABLE) return next;
    // Whoever waits for a value that cannot be loaded is told why; here nobody waits.
    next.catch(() => undefined);
    return known.value;
  }

  private async refresh(): Promise<T> {
    this.loading ??= this.loadAnew().finally(() => {
      this.loading = undefined;
    });
    return this.loading;
  }

  private async loadAnew(): Promise<T> {
    const began = performance.now();
    const value = await this.load();
    this.known = { value, at: began, cost: Math.max(performance.now() - began, 1) };
    return value;
  }
}
