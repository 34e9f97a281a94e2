/** A few milliseconds of work. */
const ROWS = 1 << 14;

/** Counts the rows that a long piece of work is through with, to say when others should get their turn. */
export class RowTurns {
  private rows = 0;

  /** Whether a turn is over after so many more rows. */
  isOver(more = 1): boolean {
    this.rows += more;
    if (this.rows < ROWS) return false;
    this.rows = 0;
    return true;
  }
}
