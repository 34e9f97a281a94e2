import { EffectiveTargets, type SetTarget } from './effective-targets';

const fleet = { scope: 'fleet', attributeKey: '', subject: '', attribute: undefined, target: 99_000_000 } as const;

function ofValue(attributeKey: string, subject: string, target: number): SetTarget {
  return { scope: 'attribute', attributeKey, subject, attribute: attributeKey, target };
}

function ofStore(subject: string, target: number): SetTarget {
  return { scope: 'store', attributeKey: '', subject, attribute: undefined, target };
}

function targets(...given: SetTarget[]): (storeId: string, values?: Record<string, string>) => SetTarget | undefined {
  const effective = new EffectiveTargets(given);
  return (storeId, values = {}) => effective.of(storeId, (key) => values[key]);
}

describe('the target of a store', () => {
  it('is its own, else that of an attribute, else that of the fleet', () => {
    const [west, own] = [ofValue('region', 'West', 98_000_000), ofStore('42', 50_000_000)];
    const of = targets(own, fleet, west);
    expect(of('42', { region: 'West' })).toBe(own);
    expect(of('43', { region: 'West' })).toBe(west);
    expect(of('43', { region: 'west' })).toBe(fleet);
    expect(of('43')).toBe(fleet);
    expect(targets(west)('43')).toBeUndefined();
  });

  it('is the highest one of several attributes', () => {
    const [west, chain] = [ofValue('region', 'West', 98_000_000), ofValue('brand', 'Taco Town', 98_500_000)];
    const values = { region: 'West', brand: 'Taco Town' };
    expect(targets(west, chain)('42', values)).toBe(chain);
    expect(targets(chain, west)('42', values)).toBe(chain);
  });

  it('is, of several as high, the one of the attribute that comes first', () => {
    const [west, chain] = [ofValue('region', 'West', 98_000_000), ofValue('brand', 'Taco Town', 98_000_000)];
    const values = { region: 'West', brand: 'Taco Town' };
    expect(targets(west, chain)('42', values)).toBe(chain);
    expect(targets(chain, west)('42', values)).toBe(chain);
  });

  it('is not that of an attribute which the store does not have', () => {
    expect(targets(fleet, ofValue('region', 'undefined', 98_000_000))('42')).toBe(fleet);
  });
});
