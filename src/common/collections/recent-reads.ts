/** Milliseconds for which what was read counts as new. */
const NEW = 10;
/** Milliseconds for which it is good enough while a newer read is under way, so that only one of many callers waits. */
const GOOD_ENOUGH = 100;
/** Milliseconds that a caller waits for news if something is known. */
const PATIENCE = 20;
/** Milliseconds after which what was read is forgotten. */
const OLD = 1_000;

/** What is known of a key, and when the read began that told it, by the clock of `performance`. */
interface Known<Value> {
  readonly value: Value;
  readonly readAt: number;
}

/**
 * Reads of what changes slowly, shared by many who ask again and again. They are answered from memory for a moment, and for up to a
 * second while what is read is slow to answer; a read that fails is an error for whoever waits for it.
 */
export class RecentReads<Value> {
  private readonly known = new Map<string, Known<Value>>();
  private readonly underWay = new Map<string, Promise<Value>>();

  /** @param mayChange whether a value is worth asking for again; others are not kept */
  constructor(
    private readonly read: (key: string) => Promise<Value>,
    private readonly mayChange: (value: Value) => boolean,
  ) {}

  /** What was read for a key. Several callers get the same object, so nobody may change it. */
  async get(key: string): Promise<Value> {
    const known = this.known.get(key);
    const age = known ? performance.now() - known.readAt : Infinity;
    const underWay = this.underWay.get(key);
    if (known && age < (underWay ? GOOD_ENOUGH : NEW)) return known.value;
    const next = underWay ?? this.begin(key);
    if (!known || age >= OLD) return next;
    return Promise.race([next, new Promise<Value>((resolve) => setTimeout(resolve, PATIENCE, known.value))]);
  }

  /** To be called when a value has changed: who asks from now on gets what is read from now on. */
  forget(key: string): void {
    this.known.delete(key);
    this.underWay.delete(key);
  }

  private begin(key: string): Promise<Value> {
    const readAt = performance.now();
    const next = this.read(key).then(
      (value) => {
        this.end(key, next, this.mayChange(value) ? { value, readAt } : undefined);
        return value;
      },
      (error: unknown) => {
        this.end(key, next, undefined);
        throw error;
      },
    );
    this.underWay.set(key, next);
    return next;
  }

  private end(key: string, read: Promise<Value>, known: Known<Value> | undefined): void {
    // Whatever it tells may be over if it was forgotten since.
    if (this.underWay.get(key) !== read) return;
    this.forget(key);
    if (!known) return;
    this.known.set(key, known);
    setTimeout(() => {
      if (this.known.get(key) === known) this.known.delete(key);
    }, OLD).unref();
  }
}
