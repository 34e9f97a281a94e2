import { at, date, everyDay, iso, opening, row, timeline, weekly } from '../../test/support/calculator/schedules';
import { DAY, HOUR, type Interval, type Micros, MINUTE } from './instants';
import { ledger, type LedgerStretch } from './ledger';
import type { Schedule } from './schedule/schedule';

const TERMS = { defaultStatus: 'active', unknownAfter: Infinity } as const;
const NINE_TO_FIVE = everyDay('09:00-17:00').map(row);

function stretches(schedule: Schedule, from: string, to: string): LedgerStretch[] {
  return [...ledger(schedule, [], { from: at(from), to: at(to) }, timeline(), TERMS)];
}

/** When each stretch begins, and why it counts as what it does. */
const reasons = (...range: Parameters<typeof stretches>) =>
  stretches(...range).map(({ from, state, rule, hoursRule }) => [iso(from), state, rule, hoursRule]);

describe('docs/rules.md, R24: the reasons of special dates', () => {
  const schedule: Schedule = {
    ...weekly('UTC', NINE_TO_FIVE),
    specialHours: new Map([
      [date('2024-10-09'), [opening('10:00-12:00'), opening('20:00-02:00')]],
      [date('2024-10-10'), []],
    ]),
  };

  it('are special_hours, special_closed, and outside_hours at other times of a date that has some', () => {
    const [open, closed] = ['active', 'closed'];
    expect(reasons(schedule, '2024-10-08T16:00:00Z', '2024-10-11T10:00:00Z')).toEqual([
      ['2024-10-08T16:00:00Z', open, 'business_hours', 'business_hours'],
      ['2024-10-08T17:00:00Z', closed, 'outside_hours', 'outside_hours'],
      ['2024-10-09T10:00:00Z', open, 'special_hours', 'special_hours'],
      ['2024-10-09T12:00:00Z', closed, 'outside_hours', 'outside_hours'],
      ['2024-10-09T20:00:00Z', open, 'special_hours', 'special_hours'],
      ['2024-10-10T02:00:00Z', closed, 'special_closed', 'special_closed'],
      ['2024-10-11T00:00:00Z', closed, 'outside_hours', 'outside_hours'],
      ['2024-10-11T09:00:00Z', open, 'business_hours', 'business_hours'],
    ]);
  });

  it('are a clock change if their rows end at a time that is skipped', () => {
    const inNewYork = {
      ...weekly('America/New_York', []),
      specialHours: new Map([[date('2024-03-10'), [opening('01:00-02:30')]]]),
    };
    expect(reasons(inNewYork, '2024-03-10T06:00:00Z', '2024-03-10T06:30:00Z')).toEqual([
      ['2024-03-10T06:00:00Z', 'active', 'clock_change', 'special_hours'],
    ]);
  });
});

describe('docs/rules.md, R24: the reasons of versions', () => {
  const [first, second] = [date('2024-10-09'), date('2024-10-11')];
  const schedule: Schedule = {
    ...weekly('UTC', []),
    hours: [
      { from: first, value: [] },
      { from: second, value: NINE_TO_FIVE },
    ],
  };

  it('come with the date from which the hours are in force', () => {
    const found = stretches(schedule, '2024-10-07T00:00:00Z', '2024-10-11T12:00:00Z');
    expect(found.map(({ from, rule, hoursFrom }) => [iso(from), rule, hoursFrom])).toEqual([
      // As long as none are in force, the store is open.
      ['2024-10-07T00:00:00Z', 'always_open', undefined],
      ['2024-10-09T00:00:00Z', 'no_hours_that_day', first],
      ['2024-10-11T00:00:00Z', 'outside_hours', second],
      ['2024-10-11T09:00:00Z', 'business_hours', second],
    ]);
  });

  it.each(['always_open', []] as const)('are told apart if they say the same: %j', (value) => {
    const same = { ...schedule, hours: schedule.hours.map(({ from }) => ({ from, value })) };
    const found = stretches(same, '2024-10-08T12:00:00Z', '2024-10-12T00:00:00Z');
    expect(found.map(({ from, hoursFrom }) => [iso(from), hoursFrom])).toEqual([
      ['2024-10-08T12:00:00Z', undefined],
      ['2024-10-09T00:00:00Z', first],
      ['2024-10-11T00:00:00Z', second],
    ]);
  });

  it('are of the version in force where the opening starts', () => {
    const nights = { from: -Infinity, value: everyDay('22:00-06:00').map(row) };
    const found = stretches(
      { ...schedule, hours: [nights, ...schedule.hours] },
      '2024-10-08T22:00:00Z',
      '2024-10-09T08:00:00Z',
    );
    expect(found.map(({ from, rule, hoursFrom }) => [iso(from), rule, hoursFrom])).toEqual([
      ['2024-10-08T22:00:00Z', 'overnight', -Infinity],
      ['2024-10-09T06:00:00Z', 'no_hours_that_day', first],
    ]);
  });

  it('end when the store is archived', () => {
    const archived = { ...weekly('Asia/Tokyo', []), archivedFrom: first };
    expect(reasons(archived, '2024-10-08T00:00:00Z', '2024-10-12T00:00:00Z')).toEqual([
      ['2024-10-08T00:00:00Z', 'active', 'always_open', 'always_open'],
      ['2024-10-08T15:00:00Z', 'closed', 'archived', 'archived'],
    ]);
    expect(reasons(archived, '2024-10-10T00:00:00Z', '2024-10-12T00:00:00Z')).toEqual([
      ['2024-10-10T00:00:00Z', 'closed', 'archived', 'archived'],
    ]);
  });
});

describe('docs/rules.md, R24: a change of zone', () => {
  const moving = (hours: Schedule): Schedule => ({
    ...hours,
    timezones: [
      { from: -Infinity, value: 'America/New_York' },
      { from: date('2024-10-10'), value: 'Asia/Tokyo' },
    ],
  });
  /** The midnight in Tokyo. */
  const MOVE = '2024-10-09T15:00:00Z';

  it.each([
    ['open', moving(weekly('UTC', [])), 'active', 'always_open'],
    ['closed', moving(weekly('UTC', [row('Sun 09:00-17:00')])), 'closed', 'no_hours_that_day'],
  ])(
    'is the rule of both stretches that it is between, while the store is %s',
    (_state, schedule, state, hoursRule) => {
      const found = stretches(schedule, '2024-10-09T04:00:00Z', '2024-10-10T12:00:00Z');
      expect(
        found.map((stretch) => [iso(stretch.from), stretch.state, stretch.rule, stretch.hoursRule, stretch.timezone]),
      ).toEqual([
        ['2024-10-09T04:00:00Z', state, 'zone_change', hoursRule, 'America/New_York'],
        [MOVE, state, 'zone_change', hoursRule, 'Asia/Tokyo'],
      ]);
    },
  );

  it('is no rule of stretches that do not reach it, nor of those before it that end earlier', () => {
    const schedule = moving(weekly('UTC', everyDay('09:00-10:00').map(row)));
    const found = stretches(schedule, '2024-10-09T13:30:00Z', '2024-10-10T00:30:00Z');
    expect(found.map(({ from, rule, timezone }) => [iso(from), rule, timezone])).toEqual([
      ['2024-10-09T13:30:00Z', 'business_hours', 'America/New_York'],
      ['2024-10-09T14:00:00Z', 'zone_change', 'America/New_York'],
      [MOVE, 'zone_change', 'Asia/Tokyo'],
      ['2024-10-10T00:00:00Z', 'business_hours', 'Asia/Tokyo'],
    ]);
    expect(reasons(moving(weekly('UTC', [])), '2024-10-08T00:00:00Z', '2024-10-08T12:00:00Z')).toEqual([
      ['2024-10-08T00:00:00Z', 'active', 'always_open', 'always_open'],
    ]);
  });

  it('is no rule of stretches that an observation parts from it', () => {
    const range = { from: at('2024-10-09T04:00:00Z'), to: at('2024-10-10T12:00:00Z') };
    const observed = timeline([at('2024-10-09T10:00:00Z'), 'active'], [at('2024-10-10T10:00:00Z'), 'active']);
    const found = [...ledger(moving(weekly('UTC', [])), [], range, observed, TERMS)];
    expect(found.map(({ from, rule }) => [iso(from), rule])).toEqual([
      ['2024-10-09T04:00:00Z', 'always_open'],
      ['2024-10-09T10:00:00Z', 'zone_change'],
      [MOVE, 'zone_change'],
      ['2024-10-10T10:00:00Z', 'always_open'],
    ]);
  });

  it('over the date line leaves no gap', () => {
    for (const timezones of [
      ['Pacific/Honolulu', 'Pacific/Kiritimati'],
      ['Pacific/Kiritimati', 'Pacific/Honolulu'],
    ]) {
      const [before = '', after = ''] = timezones;
      for (const hours of [[], NINE_TO_FIVE, [row('Sun 09:00-17:00')]]) {
        const schedule = {
          ...weekly('UTC', hours),
          timezones: [
            { from: -Infinity, value: before },
            { from: date('2024-10-10'), value: after },
          ],
        };
        const found = stretches(schedule, '2024-10-07T00:00:00Z', '2024-10-14T00:00:00Z');
        expect(found.map(({ to }) => to)).toEqual([
          ...found.slice(1).map(({ from }) => from),
          at('2024-10-14T00:00:00Z'),
        ]);
        expect(found[0]?.from).toBe(at('2024-10-07T00:00:00Z'));
        expect(found.every(({ from, to }) => from < to)).toBe(true);
      }
    }
  });
});

describe('docs/rules.md, R29: closures', () => {
  const noon = at('2024-10-09T12:00:00Z');
  const closure = (name: string, from: Micros, to: Micros) => ({ name, from: noon + from, to: noon + to });

  function around(closures: readonly ReturnType<typeof closure>[], schedule = weekly('UTC', [])) {
    const range: Interval = { from: noon, to: noon + 10 * MINUTE };
    const found = [...ledger(schedule, closures, range, timeline([noon - DAY, 'inactive']), TERMS)];
    return found.map(({ from, state, rule, closure: covering, source, observedAt }) => [
      (from - noon) / MINUTE,
      state,
      rule,
      covering?.name,
      source,
      observedAt,
    ]);
  }

  const down = (from: number) => [from, 'inactive', 'always_open', undefined, 'carried', noon - DAY];
  const excluded = (from: number, name: string) => [from, 'excluded', 'closure', name, undefined, undefined];

  it('exclude open time that they cover, whatever the status', () => {
    expect(around([closure('refit', 3 * MINUTE, 5 * MINUTE)])).toEqual([down(0), excluded(3, 'refit'), down(5)]);
  });

  it('are each the reason for what no earlier one covers', () => {
    const closures = [
      closure('first', -HOUR, 3 * MINUTE),
      closure('within', MINUTE, 2 * MINUTE),
      closure('next', 2 * MINUTE, 5 * MINUTE),
      closure('touching', 5 * MINUTE, 6 * MINUTE),
      closure('last', 8 * MINUTE, HOUR),
    ];
    expect(around(closures)).toEqual([
      excluded(0, 'first'),
      excluded(3, 'next'),
      excluded(5, 'touching'),
      down(6),
      excluded(8, 'last'),
    ]);
  });

  it('are no reason while the store is closed', () => {
    expect(around([closure('refit', 0, HOUR)], weekly('UTC', [row('Sun 09:00-17:00')]))).toEqual([
      [0, 'closed', 'no_hours_that_day', undefined, undefined, undefined],
    ]);
  });

  it('leave the rule of the hours', () => {
    const range = { from: noon, to: noon + MINUTE };
    const [found] = ledger(weekly('UTC', NINE_TO_FIVE), [closure('refit', 0, HOUR)], range, timeline(), TERMS);
    expect([found?.rule, found?.hoursRule]).toEqual(['closure', 'business_hours']);
  });
});

describe('docs/rules.md, R26: an observation that no longer speaks', () => {
  const noon = at('2024-10-09T12:00:00Z');

  function sources(unknownAfter: Micros, ...observations: readonly (readonly [Micros, 'active' | 'inactive'])[]) {
    const terms = { defaultStatus: 'active', unknownAfter } as const;
    const range = { from: noon, to: noon + HOUR };
    const observed = timeline(...observations.map(([after, status]) => [noon + after, status] as const));
    return [...ledger(weekly('UTC', []), [], range, observed, terms)].map(({ from, state, source, observedAt }) => [
      from - noon,
      state,
      source,
      observedAt === undefined ? undefined : observedAt - noon,
    ]);
  }

  it('is stale from the end of its time until the next one', () => {
    expect(sources(10 * MINUTE, [5 * MINUTE, 'inactive'], [40 * MINUTE, 'active'])).toEqual([
      [0, 'active', 'default', undefined],
      [5 * MINUTE, 'inactive', 'observation', 5 * MINUTE],
      [15 * MINUTE, 'unknown', 'stale', 5 * MINUTE],
      [40 * MINUTE, 'active', 'observation', 40 * MINUTE],
      [50 * MINUTE, 'unknown', 'stale', 40 * MINUTE],
    ]);
  });

  it.each([
    [
      'a microsecond more',
      -10 * MINUTE + 1,
      [
        [0, 'inactive', 'carried'],
        [1, 'unknown', 'stale'],
      ],
    ],
    ['until it begins', -10 * MINUTE, [[0, 'unknown', 'stale']]],
    ['not at all', -DAY, [[0, 'unknown', 'stale']]],
  ])('speaks in a range that begins later %s', (_how, observed, expected) => {
    expect(sources(10 * MINUTE, [observed, 'inactive']).map((stretch) => stretch.slice(0, 3))).toEqual(expected);
  });

  it('is none if the next one comes in time', () => {
    const minutes = [-5, 5, 15, 25, 35, 45, 55].map((minute) => [minute * MINUTE, 'active'] as const);
    expect(sources(10 * MINUTE, ...minutes).map(([, state]) => state)).toEqual(minutes.map(() => 'active'));
  });
});
