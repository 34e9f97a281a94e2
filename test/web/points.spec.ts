import { pointsOf, withBreaks } from '../../web/src/views/overview/points';

const TERMS = { default_status: 'active', unknown_after: null, closures: 'exclude' } as const;

const report = (report_id: string, hour: number, share: number, store_ids: string[] | null = null) => ({
  report_id,
  as_of: `2024-11-05T${hour}:00:00.000000Z`,
  uptime_share: { last_hour: share, last_day: share, last_week: share },
  store_ids,
  terms: TERMS,
});

/** The newest first, as the service lists them. */
const REPORTS = [
  report('one store', 12, 0.1, ['a']),
  report('again', 12, 0.6),
  { report_id: 'running', as_of: null, uptime_share: null, store_ids: null, terms: TERMS },
  { ...report('what is measured', 11, 0.2), terms: { ...TERMS, unknown_after: '3h' } },
  { ...report('nothing assumed', 18, 0.3), terms: { ...TERMS, default_status: 'unknown' as const } },
  report('later', 18, 0.8),
  report('first', 12, 0.9),
  report('earlier', 11, 0.7),
];

describe('the points of the chart of reports', () => {
  const sharesUpTo = (shown: ReturnType<typeof report>) =>
    pointsOf({ reports: REPORTS }, shown).map(({ shares }) => shares.last_week);

  it('are those of the latest report of all stores for each as_of, up to that of the report that is shown', () => {
    expect(sharesUpTo(report('later', 18, 0.8))).toEqual([0.7, 0.6, 0.8]);
    expect(sharesUpTo(report('again', 12, 0.6))).toEqual([0.7, 0.6]);
    expect(sharesUpTo(report('one store', 12, 0.1, ['a']))).toEqual([0.7, 0.6]);
  });

  it('are less than a week older than the report that is shown', () => {
    const shown = report('shown', 18, 0.8);
    const before = { ...report('a week before', 18, 0.4), as_of: '2024-10-29T18:00:00.000000Z' };
    const almost = { ...report('almost', 18, 0.5), as_of: '2024-10-29T18:00:00.000001Z' };
    expect(pointsOf({ reports: [before, almost, shown] }, shown).map(({ shares }) => shares.last_week)).toEqual([
      0.5, 0.8,
    ]);
  });

  it('are those of the report that is shown, even if there is a later one with the same as_of', () => {
    expect(sharesUpTo(report('first', 12, 0.9))).toEqual([0.7, 0.9]);
  });
});

describe('a chart of reports', () => {
  const at = (hour: number) => ({
    asOf: new Date(Date.UTC(2024, 10, 5, hour)).toISOString(),
    shares: { last_week: 1 },
  });

  it('has a break where reports are missing, and none where they are as far apart as usual', () => {
    const [one, two, three, late, last] = [0, 1, 3, 12, 13].map(at);
    const found = withBreaks([one, two, three, late, last].flatMap((point) => (point ? [point] : [])));
    expect(found.map(({ asOf, shares }) => [asOf.slice(11, 16), shares.last_week])).toEqual([
      ['00:00', 1],
      ['01:00', 1],
      ['03:00', 1],
      ['07:30', undefined],
      ['12:00', 1],
      ['13:00', 1],
    ]);
    expect(withBreaks([at(1), at(9)])).toHaveLength(2);
    expect(withBreaks([])).toEqual([]);
  });
});
