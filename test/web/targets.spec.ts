import { goneText, leftText, meaningText, metText, percentIn, percentText } from '../../web/src/views/targets/words';

describe('a target on the page', () => {
  it('is missed by what only rounds to it', () => {
    expect(percentText('99.999999', '100')).toBe('99.99%');
    expect(percentText('99.994999', '99.995')).toBe('99.994%');
    expect(percentText('99.995', '99.995')).toBe('99.995%');
    expect(percentText('100', null)).toBe('100.00%');
    expect(percentText(null, '99')).toBe('–');
  });

  it.each([
    ['99.95', '99.95'],
    [' 99.95 % ', '99.95'],
    ['100', '100'],
    ['0', undefined],
    ['100.1', undefined],
    ['99,95', undefined],
    ['', undefined],
  ])('typed as %j is %j', (text, percent) => {
    expect(percentIn(text)).toBe(percent);
  });

  it('says what it allows', () => {
    expect(meaningText('99.5')).toBe('Of every ten hours open, about 3 min may be lost.');
    expect(meaningText('99.99')).toBe('Of every ten hours open, about 3.6 s may be lost.');
  });

  it('tells a month that is over from one that is not', () => {
    const month = { minutes_left: '1.00', gone_on: null };
    expect(metText({ ...month, met: true, ahead_us: 1 })).toBe('met so far');
    expect(metText({ ...month, met: true, ahead_us: 0 })).toBe('met');
    expect(metText({ ...month, met: false, ahead_us: 0 })).toBe('missed');
    expect(metText({ ...month, met: null, ahead_us: 1 })).toBe('no time counts yet');
  });

  it('says when nothing is left', () => {
    const lost = { met: false, minutes_left: '-1.50', gone_on: '2024-10-05', ahead_us: 1 };
    expect(leftText(lost)).toBe('none: 1.50 min too many are lost');
    expect(goneText(lost)).toBe('since Sat 5 Oct 2024');
    expect(goneText({ ...lost, minutes_left: '1.50' })).toBe('Sat 5 Oct 2024, at the pace so far');
    expect(leftText({ ...lost, minutes_left: null })).toBe('–');
  });
});
