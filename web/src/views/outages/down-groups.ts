/** How many stores of a group were open and down. */
export interface DownGroup {
  /** Undefined: the stores without the attribute. */
  readonly value: string | undefined;
  readonly down: number;
  readonly open: number;
}

/** A group of fewer stores down is no group that stands out. */
const FEWEST = 5;
/** How many times as large a part of it must be down as of the other stores. */
const TIMES = 2;

/** The groups with open stores, those first of which the largest part was down. */
export function inOrder(groups: readonly DownGroup[]): DownGroup[] {
  return groups.filter(({ open }) => open > 0).sort((a, b) => b.down / b.open - a.down / a.open || b.down - a.down);
}

/** The group that has most of the stores that were down, if a far larger part of it was down than of the others. */
export function standsOut(groups: readonly DownGroup[]): DownGroup | undefined {
  const most = groups.reduce<DownGroup | undefined>(
    (one, other) => (other.down > (one?.down ?? 0) ? other : one),
    undefined,
  );
  if (most?.value === undefined || most.down < FEWEST) return undefined;
  const down = groups.reduce((sum, group) => sum + group.down, 0) - most.down;
  const open = groups.reduce((sum, group) => sum + group.open, 0) - most.open;
  return most.down * open >= TIMES * down * most.open && open > 0 ? most : undefined;
}
