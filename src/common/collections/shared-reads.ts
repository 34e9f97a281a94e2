/** A read, and the one after it, if somebody waits for that. */
interface Turn<Value> {
  readonly now: Promise<Value>;
  /** False only for a moment, in which others may still join. */
  isUnderWay: boolean;
  next?: Promise<Value>;
}

/**
 * Reads that callers share, so that many who ask for the same cost no more than one. Who asks while a read is under way waits for the
 * next one: it begins after they have asked, so it sees whatever was committed before, as a read of their own would. If the read under
 * way fails, they get its error instead of a wait for another that probably fails, too.
 */
export class SharedReads<Value> {
  private readonly turns = new Map<string, Turn<Value>>();

  constructor(private readonly read: (key: string) => Promise<Value>) {}

  /** What is read for a key. Several callers get the same object, so nobody may change it. */
  async get(key: string): Promise<Value> {
    const turn = this.turns.get(key);
    if (!turn) return this.begin(key);
    if (!turn.isUnderWay) return turn.now;
    turn.next ??= turn.now.then(() => this.begin(key));
    return turn.next;
  }

  private async begin(key: string): Promise<Value> {
    const now = Promise.resolve().then(() => {
      turn.isUnderWay = true;
      return this.read(key);
    });
    const turn: Turn<Value> = { now, isUnderWay: false };
    this.turns.set(key, turn);
    try {
      const value = await turn.now;
      // Otherwise the next turn begins at once, and takes this one's place.
      if (!turn.next) this.turns.delete(key);
      return value;
    } catch (error) {
      this.turns.delete(key);
      throw error;
    }
  }
}
