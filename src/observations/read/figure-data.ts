import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import type { CountingTerms } from '../../calculator/figures/terms';
import type { Interval } from '../../calculator/instants';
import { Closures } from '../../stores/schedules/closures';
import { StoreSchedules } from '../../stores/schedules/store-schedules';
import type { StoreRange } from '../../stores/store-range';
import { Timelines } from './timelines';

const NO_CLOSURES = () => [];

/** Reads what the figures of stores come from. */
@Injectable()
export class FigureData {
  constructor(
    private readonly schedules: StoreSchedules,
    private readonly closures: Closures,
  ) {}

  /** The stores of a range with their schedules, closures and timelines within a window, in the caller's transaction. */
  async read(client: PoolClient, range: StoreRange, window: Interval, terms: CountingTerms) {
    return {
      stores: await this.schedules.readRange(client, range),
      closuresOf: terms.closures === 'exclude' ? await this.closures.readRange(client, range, window) : NO_CLOSURES,
      timelines: await Timelines.forFigures(client, range, window, terms),
    };
  }
}
