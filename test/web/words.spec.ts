import { changeText, closureText, isSameWeek, openingsText, weekText } from '../../web/src/views/store/schedule/words';

function days(first: number, last: number, opens: string, closes: string) {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ dayOfWeek: first + index, opens, closes }));
}

describe('hours in words', () => {
  it('are told once for neighbouring weekdays with the same', () => {
    expect(weekText([...days(0, 4, '09:00:00', '17:00:00'), ...days(5, 5, '10:00:00', '14:00:00')])).toBe(
      'Mon-Fri 09:00-17:00; Sat 10:00-14:00',
    );
    expect(weekText(days(0, 6, '9:00', '17:00:30'))).toBe('09:00-17:00:30');
    expect(weekText('always_open')).toBe('always open');
    expect(weekText('closed')).toBe('closed');
  });

  it('are told by time within a day', () => {
    const week = [...days(2, 2, '18:00', '02:00'), ...days(2, 2, '9:00', '14:00')];
    expect(weekText(week)).toBe('Wed 09:00-14:00, 18:00-02:00');
    expect(openingsText([])).toBe('closed');
  });

  it('are the same however times are written', () => {
    expect(isSameWeek(days(0, 0, '9:00', '17:00'), days(0, 0, '09:00:00', '17:00:00'))).toBe(true);
    expect(isSameWeek(days(0, 0, '9:00', '17:00'), days(1, 1, '9:00', '17:00'))).toBe(false);
    expect(isSameWeek('closed', 'always_open')).toBe(false);
  });
});

describe('what saving changes', () => {
  it('is said for a date with what is in force then, and for all dates', () => {
    expect(changeText('2024-10-07', '09:00-17:00', '10:00-18:00')).toMatch(
      /^From Mon 7 Oct 2024 on: 09:00-17:00 instead of 10:00-18:00\. Figures of windows .+ may change/,
    );
    expect(changeText('2024-10-07', 'closed', undefined)).toMatch(/^From Mon 7 Oct 2024 on: closed\. Figures/);
    expect(changeText('2024-10-07', 'closed', 'closed')).toBe(
      'From Mon 7 Oct 2024 on: closed, as is in force then already.',
    );
    expect(changeText('', 'closed', '10:00-18:00')).toMatch(
      /^On all dates, past ones too: closed instead of 10:00-18:00\. Versions with a date are removed\. Figures/,
    );
  });
});

it('the history tells the reason, store and time of a closure that was declared or revoked', () => {
  const closure = { store_id: '42', from: '2024-10-07T10:00:00.000000Z', to: '2024-10-07T12:00:00.000000Z' };
  const time = '2024-10-07 10:00:00 UTC to 2024-10-07 12:00:00 UTC';
  expect(closureText({ ...closure, reason: 'refit' })).toBe(`refit, ${time}`);
  expect(closureText({ ...closure, reason: '', store_id: '*' })).toBe(`no reason given (all stores), ${time}`);
});
