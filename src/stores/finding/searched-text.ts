/** Letters that are written with a stroke, or joined, and have no decomposition. */
const PLAIN_LETTERS: Readonly<Record<string, string>> = {
  ł: 'l',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  ı: 'i',
  æ: 'ae',
  œ: 'oe',
  þ: 'th',
  ς: 'σ',
};

/** A text for searching: on one line, and without regard to case, accents and outer blanks. */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f]/g, '')
    .toUpperCase()
    .toLowerCase()
    .replaceAll(/[łøđðıæœþς]/g, (letter) => PLAIN_LETTERS[letter] ?? letter)
    .replaceAll(/\s+/g, ' ')
    .trim();
}

/**
 * SQL: what a store is found by. No folded text has a line break, so none is found partly in the id and partly in the name.
 * @param foldedName SQL of its name as from `folded`; empty: it has none
 */
export function searchedText(storeId: string, foldedName: string): string {
  return `lower(${storeId}) || E'\\n' || ${foldedName}`;
}

/** A pattern of LIKE for texts with another one in their middle, whose `%`, `_` and `\` mean themselves. */
export function patternOf(part: string): string {
  return `%${part.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
}
