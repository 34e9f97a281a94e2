import type { Figures, ReportFigures } from './report-figures';

/** A store whose figures two reports tell differently; undefined: a report does not have it. */
export interface Difference {
  readonly storeId: string;
  readonly before: Figures | undefined;
  readonly after: Figures | undefined;
}

/**
 * The stores whose figures differ, by id.
 * @param first the first store id that is looked at; '' for all
 */
export function* differences(before: ReportFigures, after: ReportFigures, first: string): Generator<Difference> {
  let [old, now] = [before.firstNotBefore(first), after.firstNotBefore(first)];
  while (old < before.size || now < after.size) {
    const order = compareNext(before, old, after, now);
    if (order < 0) {
      yield { storeId: before.storeId(old), before: before.figures(old++), after: undefined };
    } else if (order > 0) {
      yield { storeId: after.storeId(now), before: undefined, after: after.figures(now++) };
    } else {
      if (!before.isSame(old, after, now)) {
        yield { storeId: after.storeId(now), before: before.figures(old), after: after.figures(now) };
      }
      old++;
      now++;
    }
  }
}

/** Which report has the store that comes first: less than 0 if it is the earlier one, 0 if it is both. */
function compareNext(before: ReportFigures, old: number, after: ReportFigures, now: number): number {
  if (old === before.size) return 1;
  return now === after.size ? -1 : before.compareStores(old, after, now);
}
