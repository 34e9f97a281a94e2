import type { RejectReason } from '../reject-reasons';
import type { Layout } from './columns';
import type { CsvRecord } from './csv-records';
import { printable } from './header';

/** What spreadsheets save instead of values that people typed, unless the column is formatted as text. */
const FORMATS = new Map<RejectReason, { readonly pattern: RegExp; readonly one: string; readonly many: string }>([
  // Long numbers are rounded: 2.57E+14.
  ['invalid_store_id', { pattern: /^\d([.,]\d+)?E\+\d+$/i, one: 'store id', many: 'store ids' }],
  [
    'invalid_timestamp',
    {
      // In the order of some country, without seconds: 10/8/2024 18:01. As minutes, seconds and tenths: 01:05.3. As days
      // since 1900: 45573.7509.
      pattern:
        /^((\d{1,2}([/.-])\d{1,2}\3(\d\d|\d{4})|\d{4}([/.])\d{1,2}\5\d{1,2})( \d{1,2}:\d\d(:\d\d)?( ?[AP]M)?)?|\d\d:\d\d[.,]\d|\d{5}([.,]\d+)?)$/i,
      one: 'timestamp',
      many: 'timestamps',
    },
  ],
  // With twelve hours to the half day: 9:00:00 AM. As a part of the day: 0.375.
  ['invalid_time', { pattern: /^(\d{1,2}:\d\d(:\d\d)? ?[AP]M|0[.,]\d+)$/i, one: 'time', many: 'times' }],
]);

/** Counts the values of rejected rows that look as if a spreadsheet had reformatted them. */
export class ReformattedValues {
  private readonly found = new Map<RejectReason, { count: number; readonly example: string }>();

  /** Takes a row that was rejected. */
  notice(reason: RejectReason, { fields }: CsvRecord, { columns }: Layout): void {
    const pattern = FORMATS.get(reason)?.pattern;
    if (!pattern || !fields) return;
    const [id = '', ...others] = columns.map((column) => fields[column]?.trim() ?? '');
    const example = (reason === 'invalid_store_id' ? [id] : others).find((value) => pattern.test(value));
    if (example === undefined) return;
    const found = this.found.get(reason);
    if (found) found.count++;
    else this.found.set(reason, { count: 1, example });
  }

  /** A sentence for each kind of value. */
  remarks(): string[] {
    const sentences: string[] = [];
    for (const [reason, { one, many }] of FORMATS) {
      const found = this.found.get(reason);
      if (!found) continue;
      const subject = found.count === 1 ? `1 ${one} has` : `${found.count} ${many} have`;
      sentences.push(
        `${subject} the format of a spreadsheet, such as ${printable(found.example)}: format that column as text before saving.`,
      );
    }
    return sentences;
  }
}
