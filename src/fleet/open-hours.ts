import { Inject, Injectable } from '@nestjs/common';
import { Calculator } from '../calculator/calculator';
import { DAY, type Interval, type Micros } from '../calculator/instants';
import type { Schedule } from '../calculator/schedule/schedule';
import { type ServiceSettings, SETTINGS } from '../platform/config/settings';
import { scheduleOf, type StoredSchedule } from '../stores/schedules/schedule-text';

/** Weekly hours repeat by then; one more day allows for clock changes. */
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

  /** When a store is open, by what is stored of it. */
  schedule(stored: StoredSchedule): Schedule {
    return scheduleOf(stored, this.settings);
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

  /** When a store is open within an interval. */
  openIntervals(schedule: Schedule, interval: Interval): readonly Interval[] {
    return this.calculator.openIntervals(schedule, interval);
  }
}

/** The current time by the machine's clock, to the millisecond. */
export function clock(): Micros {
  return Date.now() * 1000;
}
