import { seededRandom } from '../../test/support/random';
import { HOUR } from './instants';
import { LostSales, lostSalesOf, parseSalesPerHour } from './lost-sales';

const rate = (text: string) => parseSalesPerHour(text) ?? -1n;

describe('sales per hour', () => {
  it.each([
    ['1250', 1_250_000_000n],
    ['1250.50', 1_250_500_000n],
    ['0', 0n],
    ['0.000001', 1n],
  ])('are the number %s', (text, millionths) => {
    expect(parseSalesPerHour(text)).toBe(millionths);
  });

  it.each(['', 'many', '$1250', '1,250', '1.250,50', '-5', '1e3', '.5', '0.1234567', '1'.repeat(16), '12 '])(
    'are not known from %j',
    (text) => {
      expect(parseSalesPerHour(text)).toBeUndefined();
    },
  );
});

describe('lost sales', () => {
  it('are the rate times the hours, with two decimals, half up', () => {
    expect(lostSalesOf(rate('100'), 1.5 * HOUR)).toBe('150.00');
    expect(lostSalesOf(rate('0.01'), HOUR / 2)).toBe('0.01');
    expect(lostSalesOf(rate('0.01'), HOUR / 2 - 1)).toBe('0.00');
    expect(lostSalesOf(rate('999999999999999.99'), 744 * HOUR)).toBe('743999999999999992.56');
  });

  it('are nothing that could be shown without a rate', () => {
    expect(new LostSales().shown).toBeUndefined();
  });

  it('are rounded once, in the end, over the stores that have a rate', () => {
    const random = seededRandom('lost sales');
    for (let round = 0; round < 500; round++) {
      const sales = new LostSales();
      let exact = 0n;
      const count = random.integer(1, 20);
      for (let store = 0; store < count; store++) {
        const [cents, downtime] = [random.integer(0, 1_000_000), random.integer(0, 744 * HOUR)];
        sales.add(parseSalesPerHour(`${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`), downtime);
        sales.add(undefined, downtime);
        exact += BigInt(cents) * BigInt(downtime);
      }
      const cents = (2n * exact + BigInt(HOUR)) / (2n * BigInt(HOUR));
      expect(sales.shown).toBe(`${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`);
      expect(sales.stores).toBe(count);
    }
  });
});
