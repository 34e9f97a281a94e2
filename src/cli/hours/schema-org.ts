import { z } from 'zod';
import { isStoreId } from '../../stores/store-id';
import type { LocalDate } from '../../calculator/schedule/schedule';
import { parseLocalDate } from '../../calculator/schedule/local-date';
import { localTime, throughLastMinute } from './local-times';
import { specialDatesOf, versionsOf } from './specifications';
import type { OtherSystem, FoundStore } from './store-hours';

const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const PUBLIC_HOLIDAYS = 'publicholidays';

/** As long as a report's longest window. */
const MOST_DATES = 366;

/** The address of schema.org before the name may be written in several ways. */
const dayName = z
  .union([z.string(), z.object({ '@id': z.string() }).transform((node) => node['@id'])])
  .transform((name) => name.split(/[/:]/).at(-1)?.toLowerCase() ?? '')
  .refine((name) => WEEKDAYS.includes(name) || name === PUBLIC_HOLIDAYS, 'must be a day such as "Monday"');

/** A date, which may be written as its first or last minute. */
function dateAt(timeOfDay: RegExp, example: string) {
  return z.string().transform((text, context): LocalDate => {
    const date = parseLocalDate(text.replace(timeOfDay, ''));
    if (date !== undefined) return date;
    context.addIssue({ code: 'custom', message: `must be a local date such as ${example}, without another time` });
    return z.NEVER;
  });
}

const specification = z
  .object({
    // In JSON-LD, an empty list is as if nothing had been said.
    dayOfWeek: oneOrMany(dayName)
      .nullish()
      .transform((days) => (days?.length ? days : undefined)),
    opens: localTime.nullish(),
    closes: localTime.nullish(),
    validFrom: dateAt(/T00:00(:00(\.0+)?)?$/, '2024-11-28').nullish(),
    validThrough: dateAt(/T23:59(:59(\.9+)?)?$/, '2024-11-28').nullish(),
  })
  .transform(({ dayOfWeek, opens, closes, validFrom, validThrough }, context) => {
    const fault = (message: string, ...path: string[]) => {
      context.addIssue({ code: 'custom', message, path });
      return z.NEVER;
    };
    if (dayOfWeek === undefined && [opens, closes, validFrom, validThrough].every((value) => value == null)) {
      return fault('says neither days nor times nor dates');
    }
    if ((opens == null) !== (closes == null)) return fault('is missing', opens == null ? 'opens' : 'closes');
    if (validFrom != null && validThrough != null) {
      if (validThrough < validFrom) return fault('must not be before validFrom', 'validThrough');
      if (validThrough - validFrom >= MOST_DATES) {
        return fault(
          `must be at most ${MOST_DATES} days after validFrom. Leave it out if the hours stay`,
          'validThrough',
        );
      }
    }
    const days = dayOfWeek ?? WEEKDAYS;
    return {
      from: validFrom ?? undefined,
      through: validThrough ?? undefined,
      weekdays: days.filter((day) => day !== PUBLIC_HOLIDAYS).map((day) => WEEKDAYS.indexOf(day)),
      // Times that are equal, or none, say closed.
      times: opens == null || closes == null || opens === closes ? [] : [throughLastMinute(opens, closes)],
      isForHolidays: days.includes(PUBLIC_HOLIDAYS),
    };
  });

const specialSpecification = specification.refine(
  ({ from, through }) => from !== undefined && through !== undefined,
  'needs both validFrom and validThrough',
);

const identifier = z.union([
  z.string(),
  z.number().transform(String),
  z.object({ value: z.union([z.string(), z.number().transform(String)]) }).transform(({ value }) => value),
  // Several of them, or one of another form.
  z.unknown().transform(() => ''),
]);

const place = z
  .object({
    identifier: identifier.optional(),
    branchCode: identifier.optional(),
    '@id': identifier.optional(),
    openingHours: z.unknown().optional(),
    openingHoursSpecification: oneOrMany(specification).nullish(),
    specialOpeningHoursSpecification: oneOrMany(specialSpecification).nullish(),
  })
  .transform((node): FoundStore => {
    const general = node.openingHoursSpecification ?? [];
    const special = node.specialOpeningHoursSpecification ?? [];
    const specifications = general.filter(({ weekdays }) => weekdays.length > 0);
    const remarks: string[] = [];
    if (general.length === 0 && node.openingHours != null) {
      remarks.push(
        'Its hours are in openingHours as text, which is not read. Write them as openingHoursSpecification.',
      );
    }
    if ([...general, ...special].some(({ isForHolidays }) => isForHolidays)) {
      remarks.push('Which dates are public holidays is not known here. Add them to special_hours.csv.');
    }
    const storeId = [node.identifier, node.branchCode, node['@id']].find((id) => id !== undefined && isStoreId(id));
    return {
      storeId,
      versions: versionsOf(specifications),
      specialDates: specialDatesOf(specifications, special),
      remarks,
    };
  });

/** JSON-LD may leave out the brackets of a list with one element. */
function oneOrMany<Item extends z.ZodType>(item: Item) {
  return z.preprocess((value): unknown => (Array.isArray(value) ? value : [value]), z.array(item));
}

const HOURS = ['openingHoursSpecification', 'specialOpeningHoursSpecification', 'openingHours'];

/**
 * Nodes of JSON-LD with hours in the words of schema.org. Times that are equal or left out say closed, and so does a
 * weekday that none of several names; what has both ends of its validity is said of those dates alone.
 */
export const schemaOrg: OtherSystem = {
  list: '@graph',
  ids: 'identifier, branchCode or @id',
  hours: 'openingHoursSpecification or specialOpeningHoursSpecification',
  isStore: (value) => typeof value === 'object' && value !== null && HOURS.some((name) => name in value),
  store: place,
};
