import { distance } from 'fastest-levenshtein';
import { WINDOWS_TO_IANA_MAP } from 'windows-iana';
import { zoneName, zoneNames } from '../calculator/schedule/zones';

/** No zone has a longer name, neither here nor in Windows. */
const LONGEST = 64;
/** A shorter name is like too many others. */
const SHORTEST_ALIKE = 5;
/** How much of a city may be wrong for a suggestion to be worth more than none. */
const MOST_WRONG = 1 / 3;

/** Abbreviations that are no names of the database, as EST and CET are, and are close to another one. */
const ABBREVIATIONS: Readonly<Record<string, string>> = {
  edt: 'America/New_York',
  cst: 'America/Chicago',
  cdt: 'America/Chicago',
  mdt: 'America/Denver',
  pst: 'America/Los_Angeles',
  pdt: 'America/Los_Angeles',
  bst: 'Europe/London',
  cest: 'Europe/Paris',
};

/**
 * The zone that was probably meant by a name that the time zone database does not have: what a whole offset, an
 * abbreviation, Windows or a city stands for, or else the name that is spelt most alike. Undefined if no name is near.
 */
export function nearestZone(unknown: string): string | undefined {
  if (unknown.length > LONGEST) return undefined;
  const plain = plainly(unknown);
  return (
    zoneOfOffset(plain) ??
    ABBREVIATIONS[plain] ??
    zoneNames().find((name) => plainly(name) === plain) ??
    windowsZone(unknown) ??
    zoneNames().find((name) => cityOf(name) === plain) ??
    mostAlike(unknown)
  );
}

/** `UTC-05:00` is `Etc/GMT+5`, whose sign is the other way round; an offset of part hours is no zone. */
function zoneOfOffset(plain: string): string | undefined {
  const match = /^(?:utc|gmt)?_?([+-])(\d{1,2})(?:_?00)?$/.exec(plain);
  return match ? zoneName(`Etc/GMT${match[1] === '-' ? '+' : '-'}${Number(match[2])}`) : undefined;
}

/** `Eastern Standard Time`, which is also called `Eastern Time (US & Canada)`, with `(UTC-05:00)` before it or not. */
function windowsZone(text: string): string | undefined {
  for (const name of [nameOfClock(text), nameOfClock(text.replaceAll(/\([^)]*\)/g, ''))]) {
    const found = WINDOWS_TO_IANA_MAP.find(({ windowsName }) => nameOfClock(windowsName) === name);
    if (found) return found.iana[0];
  }
  return undefined;
}

/** `Eastern Daylight Time` is `eastern`. */
function nameOfClock(text: string): string {
  return plainly(text).replace(/_(standard_|daylight_|summer_)?time$/, '');
}

/** How much may be wrong goes by the city alone: `America/` is like itself, however little Dallas is like Adak. */
function mostAlike(unknown: string): string | undefined {
  const [plain, city] = [plainly(unknown), cityOf(unknown)];
  if (plain.length < SHORTEST_ALIKE || !/[a-z]{3}/.test(plain)) return undefined;
  let nearest: string | undefined;
  let least = Infinity;
  for (const name of zoneNames()) {
    const [inAll, inCity] = [distance(plain, plainly(name)), distance(city, cityOf(name))];
    if (Math.min(inAll, inCity) >= city.length * MOST_WRONG || inAll + inCity >= least) continue;
    least = inAll + inCity;
    nearest = name;
  }
  return nearest;
}

/** Of `America/New_York` it is `new_york`. */
function cityOf(name: string): string {
  return plainly(name.slice(name.lastIndexOf('/') + 1));
}

/** In lower case, with one underscore for whatever separates words. */
function plainly(name: string): string {
  const words = name.toLowerCase().replaceAll(/[^a-z0-9+-]+/g, '_');
  return words.replaceAll(/^_|_$/g, '');
}
