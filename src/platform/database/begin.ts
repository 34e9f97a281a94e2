/** Begins a transaction that writes. Each statement sees what was committed before it, after any wait for a lock. */
export const BEGIN_WRITE = 'BEGIN ISOLATION LEVEL READ COMMITTED, READ WRITE';

/** Begins a transaction that writes nothing and whose statements each see the data as they are when it starts. */
export const BEGIN_READ_ONLY = 'BEGIN ISOLATION LEVEL READ COMMITTED, READ ONLY';

/** Begins a transaction that writes nothing and whose statements all see the same state of the data. */
export const BEGIN_SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** In a transaction: PostgreSQL ends it, and so releases its locks, if the process is silent for a minute, as one that is frozen. */
export const LIMIT_IDLE_TIME = `SET LOCAL idle_in_transaction_session_timeout = '60s'`;
