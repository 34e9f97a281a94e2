import { z } from 'zod';
import { DAY, type Micros, MINUTE } from '../../calculator/instants';
import { parseLocalTime } from '../../common/timestamp';

/** Times of which the last minute of a day means its end: 00:00 to 23:59 is 24 hours. */
export function throughLastMinute(opens: Micros, closes: Micros) {
  return { opens, closes: closes > opens && closes >= DAY - MINUTE ? DAY : closes };
}

/** A local time of day such as `09:30` (docs/rules.md, R19). */
export const localTime = z.string().transform((text, context): Micros => {
  const time = parseLocalTime(text);
  if (time !== undefined) return time;
  context.addIssue({ code: 'custom', message: 'must be a local time such as "09:30"' });
  return z.NEVER;
});
