import { folded, patternOf } from './searched-text';

it.each([
  ['  Café\tZoë \n No. 5 ', 'cafe zoe no. 5'],
  ['ŁÓDŹ', 'lodz'],
  ['Straße', 'strasse'],
  ['İSTANBUL ıssız', 'istanbul issiz'],
  ['Ærøskøbing', 'aeroskobing'],
  ['ΟΔΟΣ', 'οδοσ'],
  ['東京 ﾗｰﾒﾝ', '東京 ラーメン'],
  ['´', ''],
])('%j is folded to %j', (text, expected) => {
  expect(folded(text)).toBe(expected);
});

it('what has a meaning in patterns means itself', () => {
  expect(patternOf(String.raw`50%_\off`)).toBe(String.raw`%50\%\_\\off%`);
});
