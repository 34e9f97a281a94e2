import { z } from 'zod';
import { zoneName } from '../../calculator/schedule/zones';
import type { BusinessHours } from '../../calculator/schedule/schedule';
import { parseLocalDate } from '../../calculator/schedule/local-date';
import { localTime, throughLastMinute } from './local-times';
import type { FoundStore, OtherSystem, SpecialDate } from './store-hours';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

const weekday = z
  .string()
  .toLowerCase()
  .pipe(z.enum(WEEKDAYS, { error: `must be one of ${WEEKDAYS.join(', ')}` }))
  .transform((name) => WEEKDAYS.indexOf(name));

const timePeriod = z
  .object({ start_time: localTime, end_time: localTime })
  .transform(({ start_time, end_time }) => throughLastMinute(start_time, end_time));

const weekPeriod = timePeriod.refine(({ opens, closes }) => opens !== closes, {
  error: 'must not be start_time. Open all day is 00:00 to 23:59, and closed are no time_periods',
  path: ['end_time'],
});

const availability = z.array(
  z
    .object({ day_of_week: weekday, time_periods: z.array(weekPeriod).nullish() })
    .transform(({ day_of_week, time_periods }): BusinessHours[] =>
      (time_periods ?? []).map((times) => ({ dayOfWeek: day_of_week, ...times })),
    ),
);

/** 00:00 to 00:00 is what a closed date is set by, and no period what it is read as. */
const holidayPeriods = z.array(
  timePeriod
    .refine(({ opens, closes }) => opens !== closes || opens === 0, {
      error: 'must not be start_time, unless both are 00:00 for closed',
      path: ['end_time'],
    })
    .transform((times) => (times.opens === times.closes ? [] : [times])),
);

const holidayHours = z
  .record(z.string(), z.object({ open_time_periods: holidayPeriods.nullish() }))
  .transform((dates, context): SpecialDate[] =>
    Object.entries(dates).map(([text, { open_time_periods }]) => {
      const date = parseLocalDate(text);
      if (date !== undefined) return { date, times: (open_time_periods ?? []).flat() };
      context.addIssue({ code: 'custom', message: 'must be a date such as 2024-11-28', path: [text] });
      return z.NEVER;
    }),
  );

const timezone = z.string().transform((text, context) => {
  const zone = zoneName(text);
  if (zone !== undefined) return zone;
  context.addIssue({ code: 'custom', message: 'is not in the time zone database' });
  return z.NEVER;
});

const store = z
  .object({
    store_id: z.string().nullish(),
    id: z.string().nullish(),
    timezone: timezone.nullish(),
    service_availability: availability.nullish(),
    menus: z.array(z.object({ service_availability: availability })).nullish(),
    holiday_hours: holidayHours.nullish(),
  })
  .transform(({ store_id, id, timezone, service_availability, menus, holiday_hours }): FoundStore => {
    // A store can be ordered from while any of its menus is available.
    const days = service_availability ?? menus?.flatMap((menu) => menu.service_availability);
    return {
      storeId: store_id ?? id ?? undefined,
      timezone: timezone ?? undefined,
      versions: days ? [{ hours: days.flat() }] : [],
      specialDates: holiday_hours ?? [],
      remarks: [],
    };
  });

/**
 * Stores of Uber Eats: details, menus and holiday hours, alone or in one object. A weekday that is missing or has no periods
 * is closed, and no weekday at all is closed on every one.
 */
export const uberEats: OtherSystem = {
  list: 'stores',
  ids: 'store_id or id',
  hours: 'service_availability, menus or holiday_hours',
  store,
};
