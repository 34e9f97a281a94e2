/** How often a number is looked at within the time for which it may stand still. */
const LOOKS = 4;

/**
 * Calls back once a number has stood still for `limit` milliseconds, or up to a quarter longer. However long the process is
 * too busy to look, that counts as a single look: what has arrived meanwhile is seen by the next one.
 * @param measure undefined while it is not up to the client to move the number
 * @returns what ends the watch
 */
export function onStandstill(limit: number, measure: () => number | undefined, callback: () => void): () => void {
  let before: number | undefined;
  let looks = 0;
  const timer = setInterval(() => {
    const now = measure();
    looks = now !== undefined && now === before ? looks + 1 : 0;
    before = now;
    if (looks < LOOKS) return;
    clearInterval(timer);
    callback();
  }, limit / LOOKS).unref();
  return () => {
    clearInterval(timer);
  };
}
