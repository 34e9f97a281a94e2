import { Readable } from 'node:stream';
import type { RejectReason } from '../reject-reasons';
import { layoutOf } from './columns';
import { csvRecords } from './csv-records';
import { ReformattedValues } from './reformatted-values';

/** What is said of the rows of a store-status file that were all rejected for one reason. */
async function remarksOn(reason: RejectReason, ...rows: string[]): Promise<string[]> {
  const values = new ReformattedValues();
  const layout = layoutOf('store-status', { names: ['store_id', 'note', 'status', 'timestamp_utc'] });
  for await (const records of csvRecords(Readable.from([Buffer.from(rows.join('\n'))]))) {
    for (const record of records) values.notice(reason, record, layout);
  }
  return values.remarks();
}

describe('values of rejected rows have the format of a spreadsheet', () => {
  it.each<[RejectReason, string[], string[]]>([
    ['invalid_store_id', ['2.57E+14', '3E+15', '2,57e+14'], ['257E14', '2.57E14', '2.57E+x', 'x2.57E+14', '25.7E+14']],
    [
      'invalid_timestamp',
      [
        ...['10/8/2024 18:01', '8.10.2024 18:01', '08-10-24 6:01:30 PM', '10/8/2024', '2024/10/8 18:01', '01:05.3'],
        ...['45573.7509', '45573,7509', '45573'],
      ],
      ['2024-10-08', '2024-13-08 18:01:00', '10/8.2024', '10/8/224', 'yesterday', '4557', '1728409260', '18:01'],
    ],
    ['invalid_time', ['9:00:00 AM', '9:00 pm', '12:30PM', '0.375', '0,375'], ['9', '25:00', '1.375', '9 AM', 'noon']],
  ])('%s', async (reason, reformatted, others) => {
    const row = (value: string) => (reason === 'invalid_store_id' ? `"${value}",,,` : `45573,0.375,,"${value}"`);
    for (const value of reformatted) {
      expect(await remarksOn(reason, row(value))).toEqual([
        expect.stringContaining(`such as ${value}: format that column as text`),
      ]);
    }
    for (const value of others) expect([value, await remarksOn(reason, row(value))]).toEqual([value, []]);
  });

  it('with their number and the first of them', async () => {
    expect(await remarksOn('invalid_time', 'a,,,9:00 AM')).toEqual([
      '1 time has the format of a spreadsheet, such as 9:00 AM: format that column as text before saving.',
    ]);
    expect(await remarksOn('invalid_time', 'a,,,9:00 AM', 'a,,,noon', 'a,,,8:00 AM')).toEqual([
      '2 times have the format of a spreadsheet, such as 9:00 AM: format that column as text before saving.',
    ]);
    expect(await remarksOn('invalid_status', 'a,,9:00 AM,')).toEqual([]);
  });
});
