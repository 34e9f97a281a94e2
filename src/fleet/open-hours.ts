import { Inject, Injectable } from '@nestjs/common';
import { Calculator } from '../calculator/calculator';
import { DAY, type Interval, type Micros } from '../calculator/instants';
import type { BusinessHours, Schedule } from '../calculator/open-intervals';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { scheduleOf } from '../stores/store-schedules';

/** Hours repeat every week; one more day allows for clock changes. */
const LOOKAHEAD = 8 * DAY;

/** The next time at which a store opens or closes. */
export interface NextChange {
  readonly at: Micros;
  readonly change: 'opens' | 'closes';
}

/** Tells when stores are open, given the settings DEFAULT_TIMEZONE and END_OF_DAY_GRACE. */
@Injectable()
export class OpenHours {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly calculator: Calculator,
  ) {}

  get defaultTimezone(): string {
    return this.settings.DEFAULT_TIMEZONE;
  }

  /** @param timezone undefined means the default time zone */
  schedule(timezone: string | undefined, hours: readonly BusinessHours[]): Schedule {
    return scheduleOf({ timezone, hours }, this.settings);
  }

  /** Whether a store is open at an instant. */
  isOpen(schedule: Schedule, at: Micros): boolean {
    return this.calculator.openIntervals(schedule, { from: at, to: at + 1 }).length > 0;
  }

  /** Undefined if the store neither opens nor closes within eight days. */
  nextChange(schedule: Schedule, at: Micros): NextChange | undefined {
    const ahead = { from: at, to: at + LOOKAHEAD };
    const [first] = this.calculator.openIntervals(schedule, ahead);
    if (!first) return undefined;
    if (first.from > at) return { at: first.from, change: 'opens' };
    return first.to < ahead.to ? { at: first.to, change: 'closes' } : undefined;
  }

  /** How long a store is open within an interval, in microseconds. */
  businessTime(schedule: Schedule, interval: Interval): Micros {
    const open = this.calculator.openIntervals(schedule, interval);
    return open.reduce((sum, { from, to }) => sum + (to - from), 0);
  }
}

/** The current time by the machine's clock, to the millisecond. */
export function clock(): Micros {
  return Date.now() * 1000;
}
