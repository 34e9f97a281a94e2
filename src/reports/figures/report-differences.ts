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
    const [oldId, nowId] = [before.storeId(old), after.storeId(now)];
    if (now === after.size || (old < before.size && oldId < nowId)) {
      yield { storeId: oldId, before: before.figures(old++), after: undefined };
    } else if (old === before.size || nowId < oldId) {
      yield { storeId: nowId, before: undefined, after: after.figures(now++) };
    } else {
      if (!before.isSame(old, after, now)) {
        yield { storeId: nowId, before: before.figures(old), after: after.figures(now) };
      }
      old++;
      now++;
    }
  }
}
