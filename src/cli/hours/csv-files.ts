import { formatLocalTime } from '../../common/timestamp';
import { count } from '../screen/format';
import type { LocalDate } from '../../calculator/schedule/schedule';
import { formatLocalDate } from '../../calculator/schedule/local-date';
import type { StoreHours } from './store-hours';

/** How many ids a remark lists. */
const MOST_IDS = 10;

/** A file for `npm run import`. */
export interface CsvFile {
  readonly name: string;
  readonly header: string;
  readonly rows: readonly string[];
}

/** The hours, special dates and zones of stores as files (docs/imports.md, "Kinds"). No value needs quotes. */
export function csvFiles(stores: readonly StoreHours[]): CsvFile[] {
  return [
    {
      name: 'menu_hours.csv',
      header: 'store_id,dayOfWeek,start_time_local,end_time_local,effective_from',
      rows: stores.flatMap(weeklyRows),
    },
    {
      name: 'special_hours.csv',
      header: 'store_id,date,start_time_local,end_time_local',
      rows: stores.flatMap(specialRows),
    },
    {
      name: 'timezones.csv',
      header: 'store_id,timezone_str',
      rows: stores.flatMap(({ storeId, timezone }) => (timezone === undefined ? [] : [`${storeId},${timezone}`])),
    },
  ];
}

function weeklyRows({ storeId, versions }: StoreHours): string[] {
  return versions.flatMap(({ effectiveFrom, hours }) =>
    hours.map(({ dayOfWeek, opens, closes }) =>
      [storeId, dayOfWeek, formatLocalTime(opens), formatLocalTime(closes), dateOrNone(effectiveFrom)].join(','),
    ),
  );
}

/** A date that is closed is a row without times. */
function specialRows({ storeId, specialDates }: StoreHours): string[] {
  return specialDates.flatMap(({ date, times }) => {
    const start = `${storeId},${formatLocalDate(date)}`;
    if (times.length === 0) return [`${start},,`];
    return times.map(({ opens, closes }) => `${start},${formatLocalTime(opens)},${formatLocalTime(closes)}`);
  });
}

function dateOrNone(date: LocalDate | undefined): string {
  return date === undefined ? '' : formatLocalDate(date);
}

/** What the files do not say of the stores, and what to do about it: sentences for people. */
export function remarksOn(stores: readonly StoreHours[]): string[] {
  const unknown = stores.filter(({ versions, remarks }) => versions.length + remarks.length === 0);
  return [
    ...stores.flatMap(({ storeId, remarks }) => remarks.map((remark) => `${storeId}: ${remark}`)),
    ...stores.flatMap(closedVersions),
    ...(unknown.length > 0 ? [unknownWeeks(unknown)] : []),
  ];
}

/** A week without rows would not be closed, but say nothing. */
function closedVersions({ storeId, versions }: StoreHours): string[] {
  return versions
    .filter(({ hours }) => hours.length === 0)
    .map(({ effectiveFrom }) => {
      const from = dateOrNone(effectiveFrom);
      // Hours without a date replace all versions of a store.
      const [when, since] = from === '' ? ['Before', ''] : ['After', ` from ${from} on`];
      const body = JSON.stringify({ closed: true, ...(from === '' ? {} : { effective_from: from }) });
      return (
        `${storeId}: It is closed on every weekday${since}, which CSV cannot say. ${when} the import of menu_hours.csv, ` +
        `PUT /stores/${storeId}/business-hours ${body}.`
      );
    });
}

function unknownWeeks(stores: readonly StoreHours[]): string {
  const ids = stores.slice(0, MOST_IDS).map(({ storeId }) => storeId);
  const others = stores.length - ids.length;
  return (
    `${ids.join(', ')}${others > 0 ? ` and ${count(others)} others` : ''}: The file says nothing of the week, which stays as it ` +
    'is; a store without hours counts as always open. For one that is closed but for special dates, ' +
    'PUT /stores/{store_id}/business-hours {"closed":true}.'
  );
}
