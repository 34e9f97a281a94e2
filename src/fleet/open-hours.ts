import { Inject, Injectable } from '@nestjs/common';
import { Calculator } from '../calculator/calculator';
import { DAY, type Interval, type Micros } from '../calculator/instants';
import type { BusinessHours, Schedule } from '../calculator/open-intervals';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';

/** Hours come back every week; a day more, for clock changes. */
const LOOKED_AHEAD = 8 * DAY;

/** When a store opens or closes next. */
export interface NextChange {
  readonly at: Micros;
  readonly change: 'opens' | 'closes';
}

/** When stores are open, as the service is set. */
@Injectable()
export class OpenHours {
  constructor(
    @Inject(SETTINGS) private readonly settings: ServiceSettings,
    private readonly calculator: Calculator,
  ) {}

  get defaultTimezone(): string {
    return this.settings.DEFAULT_TIMEZONE;
  }

  /** @param timezone undefined: the default time zone */
  schedule(timezone: string | undefined, hours: readonly BusinessHours[]): Schedule {
    return { timezone: timezone ?? this.defaultTimezone, hours, endOfDayGrace: this.settings.END_OF_DAY_GRACE };
  }

  isOpen(schedule: Schedule, at: Micros): boolean {
    return this.calculator.openIntervals(schedule, { from: at, to: at + 1 }).length > 0;
  }

  /** Undefined if nothing changes within eight days. */
  nextChange(schedule: Schedule, at: Micros): NextChange | undefined {
    const ahead = { from: at, to: at + LOOKED_AHEAD };
    const [first] = this.calculator.openIntervals(schedule, ahead);
    if (!first) return undefined;
    if (first.from > at) return { at: first.from, change: 'opens' };
    return first.to < ahead.to ? { at: first.to, change: 'closes' } : undefined;
  }

  /** How long a store is open within an interval. */
  businessTime(schedule: Schedule, interval: Interval): Micros {
    const open = this.calculator.openIntervals(schedule, interval);
    return open.reduce((sum, { from, to }) => sum + to - from, 0);
  }
}

/** This moment, by the clock of the machine. */
export function clock(): Micros {
  return Date.now() * 1000;
}
