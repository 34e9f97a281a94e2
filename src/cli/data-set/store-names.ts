import type { Choice } from '../../common/random';
import { Random } from '../../common/random';

/** What a chain knows about a store. */
export interface StoreName {
  readonly name: string;
  readonly region: string;
  readonly brand: string;
  readonly platform: string;
}

/** Sets the seed apart, so that a data set has the same observations with names as without. */
const SEED = 0x5707e;

/** The region of a store is where its time zone is; stores without a zone are in the default one. */
export function regionOf(zone: string | undefined): string {
  return REGIONS[zone ?? ''] ?? 'Central';
}

/** A function for the names of stores, one after another: the same seed gives the same names. */
export function storeNames(seed: number): (zone: string | undefined) => StoreName {
  const random = new Random(seed ^ SEED);
  return (zone) => {
    const region = regionOf(zone);
    const brand = random.choose(BRANDS);
    const place = `${random.integer(1, 1999)} ${random.pick(STREETS)}, ${random.pick(CITIES[region] ?? ['Springfield'])}`;
    return { name: `${brand}, ${place}`, region, brand, platform: random.choose(PLATFORMS) };
  };
}

const REGIONS: Readonly<Record<string, string>> = {
  'America/New_York': 'East',
  'America/Detroit': 'East',
  'America/Indiana/Indianapolis': 'East',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Boise': 'Mountain',
  'America/Phoenix': 'Mountain',
  'America/Los_Angeles': 'West',
  'Pacific/Honolulu': 'West',
};

const BRANDS: readonly Choice<string>[] = [
  [34, 'Burger Barn'],
  [27, 'Taco Trail'],
  [18, 'Pizza Piazza'],
  [12, 'Noodle House'],
  [9, 'Green Bowl'],
];

const PLATFORMS: readonly Choice<string>[] = [
  [55, 'doordash'],
  [30, 'ubereats'],
  [15, 'grubhub'],
];

const STREETS = [
  'Main Street',
  'Oak Street',
  'Park Avenue',
  'Maple Avenue',
  'Broadway',
  'Washington Street',
  'Lake Street',
  'Hill Road',
  'Church Street',
  'Market Street',
  'Elm Street',
  'Highland Avenue',
  'Station Road',
  'River Road',
  '2nd Street',
  '5th Avenue',
] as const;

const CITIES: Readonly<Record<string, readonly string[]>> = {
  East: [
    'Albany',
    'Atlanta',
    'Baltimore',
    'Boston',
    'Charlotte',
    'Cleveland',
    'Miami',
    'Newark',
    'Pittsburgh',
    'Raleigh',
  ],
  Central: [
    'Austin',
    'Chicago',
    'Dallas',
    'Houston',
    'Kansas City',
    'Memphis',
    'Milwaukee',
    'Minneapolis',
    'St. Louis',
  ],
  Mountain: ['Albuquerque', 'Boise', 'Denver', 'Mesa', 'Phoenix', 'Salt Lake City', 'Tucson'],
  West: ['Fresno', 'Los Angeles', 'Oakland', 'Portland', 'Reno', 'Sacramento', 'San Diego', 'Seattle', 'Spokane'],
};
