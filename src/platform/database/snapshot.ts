/** Begins a transaction that writes nothing and whose statements all see the same state of the data. */
export const BEGIN_SNAPSHOT = 'BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY';

/** Begins a transaction that writes nothing and whose statements each see the data as they are when it starts. */
export const BEGIN_READ_ONLY = 'BEGIN READ ONLY';
