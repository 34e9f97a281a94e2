import { useZones } from '../../api/groups';
import { whole } from '../../format';
import { Choice } from '../../ui/field';

/** A chosen zone as the API takes it; undefined: any. */
export function zonesOf(chosen: string): string[] | undefined {
  return chosen === '' ? undefined : [chosen];
}

interface Props {
  /** The report whose stores are counted; empty until there is one. */
  readonly reportId: string;
  /** Empty for any. */
  readonly chosen: string;
  readonly onChoose: (zone: string) => void;
}

/** A choice of the time zones that the stores of a report are in. */
export function ZoneFilter({ reportId, chosen, onChoose }: Props) {
  const known = useZones(reportId).map(({ zone, stores }) => [zone, `${zone} (${whole(stores)})`] as const);
  // One that an address names although no store of the report is in it.
  const other = chosen === '' || known.some(([zone]) => zone === chosen) ? [] : [[chosen, chosen] as const];
  return <Choice label="Time zone" value={chosen} options={[['', 'Any'], ...other, ...known]} onChoose={onChoose} />;
}
