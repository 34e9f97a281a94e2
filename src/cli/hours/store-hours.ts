import type { z } from 'zod';
import type { BusinessHours, LocalDate, OpeningHours } from '../../calculator/schedule/schedule';

/** A week of hours and the local date from which it is in force. */
export interface HoursVersion {
  /** Undefined: from the beginning of time. */
  readonly effectiveFrom?: LocalDate | undefined;
  /** Empty: closed on every weekday. */
  readonly hours: readonly BusinessHours[];
}

/** The hours of one local date, in place of those of its weekday. */
export interface SpecialDate {
  readonly date: LocalDate;
  /** Empty: closed. */
  readonly times: readonly OpeningHours[];
}

/** What another system says of the hours of one store. */
export interface StoreHours {
  readonly storeId: string;
  /** The IANA name of its time zone. */
  readonly timezone?: string | undefined;
  /** Sorted by date; none if nothing is said of its week. */
  readonly versions: readonly HoursVersion[];
  readonly specialDates: readonly SpecialDate[];
  /** What is said of it and cannot be written, as sentences for people. */
  readonly remarks: readonly string[];
}

/** A store as its system names it: perhaps without an id, or with one that is no store id of ours. */
export type FoundStore = Omit<StoreHours, 'storeId'> & { readonly storeId: string | undefined };

/** Another system whose files are read. */
export interface OtherSystem {
  /** The property of an answer of the system that holds its stores, if it holds several. */
  readonly list: string;
  /** Where a store's id is looked for, in words. */
  readonly ids: string;
  /** Where a store's hours are looked for, in words. */
  readonly hours: string;
  /** Whether a value of the file is a store; every one is if undefined. */
  readonly isStore?: (value: unknown) => boolean;
  /** Reads one store. */
  readonly store: z.ZodType<FoundStore>;
}
