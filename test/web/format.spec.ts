import { share } from '../../web/src/format';

describe('a share on the page', () => {
  it('is rounded as in docs/rules.md, R14, and a dash without business time', () => {
    expect([0.90995, 1 - 1e-9, 1e-9, null].map(share)).toEqual(['91.00%', '99.99%', '0.01%', '–']);
  });
});
