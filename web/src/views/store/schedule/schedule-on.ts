import { useQuery } from '@tanstack/preact-query';
import type { Schemas } from '../../../api/client';
import { scheduleAt } from '../../../api/schedule';
import { isDate } from '../../../dates';
import { instantOf } from '../clock';

/** What is in force for a store at noon of a date; nothing is asked while a text is not a date yet. */
export function useScheduleOn(store: Schemas['SingleStoreDto'], date: string) {
  const isWhole = isDate(date);
  return useQuery({
    ...scheduleAt(store.store_id, isWhole ? instantOf(`${date}T12:00`, store.timezone) : ''),
    enabled: isWhole,
  });
}
