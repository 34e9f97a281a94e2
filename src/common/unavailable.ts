/** SQLSTATEs and socket errors that mean: PostgreSQL or Redis is not there at the moment, or went away meanwhile. */
const CODES = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EPIPE|EHOSTUNREACH)$/;

/** The same from clients that give no code. */
const MESSAGES = /Connection terminated|timeout exceeded when trying to connect|Connection is closed|not queryable/;

/** Whether an error says that a service behind ours is away, rather than that something is wrong with what we asked of it. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  if ('code' in error && typeof error.code === 'string' && CODES.test(error.code)) return true;
  return MESSAGES.test(error.message);
}
