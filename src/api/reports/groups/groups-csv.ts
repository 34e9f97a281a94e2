import { createArrayCsvStringifier } from 'csv-writer';
import { KEPT_FIGURES } from '../../../reports/figures/exact-figures';
import type { ReportGroup } from '../../../reports/figures/report-groups';
import type { Grouping } from '../../../stores/attributes/store-groups';
import { noFormula } from '../../http/no-formula';

/**
 * The groups of a report as CSV.
 * @param withWorst also the worst stores of each window, separated by spaces
 * @param withSales also the lost sales of each window
 */
export function groupsCsv(
  by: Grouping,
  windows: readonly string[],
  groups: readonly ReportGroup[],
  { withWorst, withSales }: { readonly withWorst: boolean; readonly withSales: boolean },
): string {
  const figures = windows.flatMap((window) => KEPT_FIGURES.map((figure) => `${figure}_us_${window}`));
  const worst = withWorst ? windows.map((window) => `worst_${window}`) : [];
  const sales = withSales ? ['stores_with_sales', ...windows.map((window) => `lost_sales_estimate_${window}`)] : [];
  const columns = ['stores', ...figures, ...worst, ...sales];
  const csv = createArrayCsvStringifier({ header: [...by.map((name) => apartFrom(columns, name)), ...columns] });
  const lines = groups.map((group) => [
    ...group.key.map((value) => noFormula(value ?? '')),
    group.stores,
    ...group.windows.flatMap((window) => KEPT_FIGURES.map((figure) => String(window[figure]))),
    ...(withWorst ? group.windows.map((window) => window.worst.map(({ storeId }) => storeId).join(' ')) : []),
    ...(withSales ? [group.sales[0]?.stores ?? 0, ...group.sales.map(({ shown }) => shown ?? '')] : []),
  ]);
  return `${csv.getHeaderString() ?? ''}${lines.length > 0 ? csv.stringifyRecords(lines) : ''}`;
}

/** The column of an attribute. No attribute has a period in its name, so none is called like another one that is set apart. */
function apartFrom(columns: readonly string[], name: string): string {
  return columns.includes(name.toLowerCase()) ? `attributes.${name}` : name;
}
