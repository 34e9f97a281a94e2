import { z } from 'zod';
import { DAY, HOUR, type Micros, MINUTE, SECOND } from '../../calculator/instants';
import { epochDay } from '../../calculator/schedule/local-date';
import type { BusinessHours, LocalDate, OpeningHours } from '../../calculator/schedule/schedule';
import { localTime } from './local-times';
import type { FoundStore, OtherSystem, SpecialDate } from './store-hours';

const WEEKDAYS = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'] as const;

const CLOSED = ['CLOSED_PERMANENTLY', 'CLOSED_TEMPORARILY'];

const NO_TIME = 'must be a time from 00:00 to 24:00, such as {"hours": 9, "minutes": 30} or "09:30"';

/** An object, of which zeros are left out, or a text as in version 4 of the API. */
const timeOfDay = z.union(
  [
    localTime,
    z
      .object({
        hours: z.int().min(0).max(24).default(0),
        minutes: z.int().min(0).max(59).default(0),
        seconds: z.int().min(0).max(59).default(0),
        nanos: z.literal(0).default(0),
      })
      .transform(({ hours, minutes, seconds }): Micros => hours * HOUR + minutes * MINUTE + seconds * SECOND)
      .refine((time) => time <= DAY, NO_TIME),
  ],
  { error: NO_TIME },
);

const weekday = z
  .enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` })
  .transform((name) => WEEKDAYS.indexOf(name));

const calendarDate = z
  .object({ year: z.int().min(1).max(9999), month: z.int(), day: z.int() })
  .transform(({ year, month, day }, context): LocalDate => {
    const date = epochDay(year, month, day);
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: 'is no date' });
    return z.NEVER;
  });

const period = z
  .object({ openDay: weekday, openTime: timeOfDay, closeDay: weekday, closeTime: timeOfDay })
  .transform(({ openDay, openTime, closeDay, closeTime }, context): BusinessHours[] => {
    const days = (closeDay - openDay + WEEKDAYS.length) % WEEKDAYS.length;
    const opens = openDay * DAY + openTime;
    const closes = (openDay + days) * DAY + closeTime;
    if (closes > opens) return rowsOf(opens, closes);
    context.addIssue({ code: 'custom', message: 'must be after openTime', path: ['closeTime'] });
    return z.NEVER;
  });

/** The rows of a period, given since Monday at midnight: one, or one for each of its days if it is longer than a day. */
function rowsOf(opens: Micros, closes: Micros): BusinessHours[] {
  if (closes - opens <= DAY) return [rowOf(opens, closes)];
  const midnight = (Math.floor(opens / DAY) + 1) * DAY;
  return [rowOf(opens, midnight), ...rowsOf(midnight, closes)];
}

function rowOf(opens: Micros, closes: Micros): BusinessHours {
  const dayOfWeek = Math.floor(opens / DAY) % WEEKDAYS.length;
  return { dayOfWeek, opens: opens % DAY, closes: closes % DAY === 0 ? DAY : closes % DAY };
}

const specialPeriod = z
  .object({
    startDate: calendarDate,
    endDate: calendarDate.nullish(),
    openTime: timeOfDay.nullish(),
    closeTime: timeOfDay.nullish(),
    closed: z.boolean().nullish(),
    /** In version 4 of the API. */
    isClosed: z.boolean().nullish(),
  })
  .transform(({ startDate, endDate, openTime, closeTime, closed, isClosed }, context) => {
    // Whatever else such a period says is ignored.
    if (closed === true || isClosed === true) return { date: startDate };
    if (openTime == null || closeTime == null) {
      const path = [openTime == null ? 'openTime' : 'closeTime'];
      context.addIssue({ code: 'custom', message: 'is missing, and the date is not closed', path });
      return z.NEVER;
    }
    const length = ((endDate ?? startDate) - startDate) * DAY + closeTime - openTime;
    if (length > 0 && length <= DAY) return { date: startDate, times: { opens: openTime, closes: closeTime } };
    const message = length > 0 ? 'must be at most 24 hours after openTime' : 'must be after openTime';
    context.addIssue({ code: 'custom', message, path: ['closeTime'] });
    return z.NEVER;
  });

function byDate(periods: readonly { readonly date: LocalDate; readonly times?: OpeningHours }[]): SpecialDate[] {
  const dates = new Map<LocalDate, OpeningHours[]>();
  for (const { date, times } of periods) dates.set(date, [...(dates.get(date) ?? []), ...(times ? [times] : [])]);
  return [...dates].map(([date, times]) => ({ date, times }));
}

const location = z
  .object({
    storeCode: z.string().nullish(),
    name: z.string().nullish(),
    openInfo: z.object({ status: z.string().nullish() }).nullish(),
    regularHours: z.object({ periods: z.array(period).nullish() }).nullish(),
    specialHours: z.object({ specialHourPeriods: z.array(specialPeriod).nullish() }).nullish(),
  })
  .transform(({ storeCode, name, openInfo, regularHours, specialHours }): FoundStore => {
    const storeId = storeCode ? storeCode.trim() : name?.split('/').at(-1);
    if (CLOSED.includes(openInfo?.status ?? '')) {
      const remark =
        'Its openInfo.status says that it has closed, whatever its hours, so they are not written. With the date on which ' +
        'that was, PUT /stores/{store_id}/business-hours {"closed":true,"effective_from":"YYYY-MM-DD"}.';
      return { storeId, versions: [], specialDates: [], remarks: [remark] };
    }
    const hours = (regularHours?.periods ?? []).flat();
    return {
      storeId,
      // Google shows no hours then, and does not say "closed".
      versions: hours.length > 0 ? [{ hours }] : [],
      specialDates: byDate(specialHours?.specialHourPeriods ?? []),
      remarks: [],
    };
  });

/**
 * Locations of Google Business Profile (Business Information API, version 1, and My Business API, version 4). A weekday
 * without a period is closed, but no period at all says nothing; a period may last for several days.
 */
export const google: OtherSystem = {
  list: 'locations',
  ids: 'storeCode or name',
  hours: 'regularHours or specialHours',
  store: location,
};
