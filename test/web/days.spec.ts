import { lastDays, type Stretch } from '../../web/src/views/store/days';

const HOUR = 3_600_000;

describe('the local days of a ledger', () => {
  it('begin and end at local midnights, the latest first', () => {
    const ledger = [
      stretch('2024-10-07T10:00:00Z', '2024-10-07T06:00:00-04:00', '2024-10-08T10:00:00Z', '2024-10-08T06:00:00-04:00'),
    ];
    const days = lastDays(ledger, 2);
    expect(days.map(({ date }) => date)).toEqual(['2024-10-08', '2024-10-07']);
    expect(days.map(({ pieces }) => pieces.map(({ from, to }) => [from / HOUR, to / HOUR]))).toEqual([
      [[0, 6]],
      [[0, 18]],
    ]);
    expect(lastDays(ledger, 1).map(({ date }) => date)).toEqual(['2024-10-08']);
  });

  it('have 25 hours where the clocks go back within a stretch, and report when', () => {
    const [day] = lastDays(
      [
        stretch(
          '2024-11-03T04:00:00Z',
          '2024-11-03T00:00:00-04:00',
          '2024-11-04T05:00:00Z',
          '2024-11-04T00:00:00-05:00',
          ['2024-11-03T01:00:00-05:00'],
        ),
      ],
      7,
    );
    expect(day?.date).toBe('2024-11-03');
    expect(day?.changes).toEqual([{ at: 2 * HOUR, by: -HOUR }]);
    expect(day?.pieces.map(({ from, to }) => [from / HOUR, to / HOUR])).toEqual([[0, 25]]);
  });

  it('have 23 hours where the clocks go forward, also where that is between two stretches', () => {
    const [day] = lastDays(
      [
        stretch(
          '2024-03-10T05:00:00Z',
          '2024-03-10T00:00:00-05:00',
          '2024-03-10T07:00:00Z',
          '2024-03-10T03:00:00-04:00',
        ),
        stretch(
          '2024-03-10T07:00:00Z',
          '2024-03-10T03:00:00-04:00',
          '2024-03-11T04:00:00Z',
          '2024-03-11T00:00:00-04:00',
          ['2024-03-10T03:00:00-04:00'],
        ),
      ],
      7,
    );
    expect(day?.changes).toEqual([{ at: 2 * HOUR, by: HOUR }]);
    expect(day?.pieces.map(({ from, to }) => [from / HOUR, to / HOUR])).toEqual([
      [0, 2],
      [2, 23],
    ]);
  });

  it('report both changes of a stretch in which the clocks go back and forward again', () => {
    const days = lastDays(
      [
        stretch(
          '2024-03-09T23:00:00Z',
          '2024-03-10T00:00:00+01:00',
          '2024-04-15T23:00:00Z',
          '2024-04-16T00:00:00+01:00',
          ['2024-03-10T02:00:00+00:00', '2024-04-14T03:00:00+01:00'],
        ),
      ],
      60,
    );
    expect(days.flatMap(({ date, changes }) => changes.map((change) => [date, change.at, change.by]))).toEqual([
      ['2024-04-14', 2 * HOUR, HOUR],
      ['2024-03-10', 3 * HOUR, -HOUR],
    ]);
    expect(days).toHaveLength(37);
  });

  it('begin late where midnight itself is skipped, and leave out a day that a zone skips', () => {
    const beirut = lastDays(
      [
        stretch(
          '2022-03-26T21:00:00Z',
          '2022-03-26T23:00:00+02:00',
          '2022-03-27T02:00:00Z',
          '2022-03-27T05:00:00+03:00',
          ['2022-03-27T01:00:00+03:00'],
        ),
      ],
      7,
    );
    expect(beirut.map(({ date, pieces }) => [date, pieces.length])).toEqual([
      ['2022-03-27', 1],
      ['2022-03-26', 1],
    ]);
    const apia = lastDays(
      [
        stretch(
          '2011-12-29T22:00:00Z',
          '2011-12-29T12:00:00-10:00',
          '2011-12-31T00:00:00Z',
          '2011-12-31T14:00:00+14:00',
          ['2011-12-31T00:00:00+14:00'],
        ),
      ],
      7,
    );
    expect(apia.map(({ date }) => date)).toEqual(['2011-12-31', '2011-12-29']);
  });
});

function stretch(from: string, localFrom: string, to: string, localTo: string, changes: string[] = []): Stretch {
  const local = { local_from: localFrom, local_to: localTo, clock_changes: changes };
  const closed = {
    state: 'closed',
    source: null,
    closure: null,
    rule: 'outside_hours',
    hours_rule: 'outside_hours',
  } as const;
  return { from, to, ...local, ...closed, timezone: 'UTC', hours_effective_from: null };
}
