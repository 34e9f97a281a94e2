import { ExactSums } from '../calculator/figures/exact-sums';
import { LostSales } from '../calculator/lost-sales';
import { type TargetStatus, targetStatus } from '../calculator/targets/target-status';
import type { GroupKey } from '../stores/attributes/store-groups';
import type { StoreInMonth } from './store-months';

/** What is added up of the stores with a target. */
const SUMMED = ['uptime', 'downtime', 'unknown', 'excluded', 'ahead', 'aheadExcluded'] as const;

/** The sums of a month, in microseconds. */
export type MonthSums = Readonly<Record<(typeof SUMMED)[number], bigint>>;

/** How the stores of a group stand to their targets together. */
export interface GroupTargetStatus {
  readonly key: GroupKey;
  readonly stores: number;
  readonly withTarget: number;
  readonly met: number;
  readonly missed: number;
  /** The target of all of them, in millionths of a percent; undefined: they have none, or several. */
  readonly target: number | undefined;
  /** Of the stores with a target. */
  readonly sums: MonthSums;
  readonly status: TargetStatus;
  /** Of the stores with a target. */
  readonly sales: LostSales;
}

/** Adds up the stores of a group: what each may lose, by its own target, all of them may lose together. */
export class TargetGroup {
  private stores = 0;
  private withTarget = 0;
  private met = 0;
  private missed = 0;
  private readonly sums = new ExactSums(SUMMED.length);
  /** The same of the stores with each target. */
  private readonly parts = new Map<number, ExactSums>();
  private readonly downtimeOn: ExactSums;
  private readonly aheadOn: ExactSums;
  private readonly sales = new LostSales();

  constructor(
    private readonly key: GroupKey,
    private readonly days: number,
  ) {
    this.downtimeOn = new ExactSums(days);
    this.aheadOn = new ExactSums(days);
  }

  add({ figures, target, salesPerHour }: StoreInMonth): void {
    this.stores++;
    if (!target) return;
    const { seen, downtimeOn, aheadOn, ...ahead } = figures;
    const own = { target: target.target, uptime: BigInt(seen.uptime), downtime: BigInt(seen.downtime), ahead: 0n };
    const { isMet } = targetStatus([own], []);
    this.withTarget++;
    if (isMet === true) this.met++;
    if (isMet === false) this.missed++;
    const part = this.partOf(target.target);
    const lengths = { ...seen, ...ahead };
    for (const [index, figure] of SUMMED.entries()) {
      this.sums.add(index, lengths[figure]);
      part.add(index, lengths[figure]);
    }
    for (const [day, length] of downtimeOn.entries()) this.downtimeOn.add(day, length);
    for (const [day, length] of aheadOn.entries()) this.aheadOn.add(day, length);
    this.sales.add(salesPerHour, seen.downtime);
  }

  take(): GroupTargetStatus {
    const { key, stores, withTarget, met, missed, sales } = this;
    const parts = [...this.parts].map(([target, sums]) => ({ target, ...monthSums(sums) }));
    const days = Array.from({ length: this.days }, (_, day) => ({
      downtime: this.downtimeOn.at(day),
      ahead: this.aheadOn.at(day),
    }));
    return {
      key,
      stores,
      withTarget,
      met,
      missed,
      sales,
      target: parts.length === 1 ? parts[0]?.target : undefined,
      sums: monthSums(this.sums),
      status: targetStatus(parts, days),
    };
  }

  private partOf(target: number): ExactSums {
    let sums = this.parts.get(target);
    if (!sums) this.parts.set(target, (sums = new ExactSums(SUMMED.length)));
    return sums;
  }
}

function monthSums(sums: ExactSums): MonthSums {
  const at = (figure: (typeof SUMMED)[number]) => sums.at(SUMMED.indexOf(figure));
  return {
    uptime: at('uptime'),
    downtime: at('downtime'),
    unknown: at('unknown'),
    excluded: at('excluded'),
    ahead: at('ahead'),
    aheadExcluded: at('aheadExcluded'),
  };
}
