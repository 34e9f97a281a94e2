import { Random } from '../../common/random';
import { csvFiles, remarksOn } from './csv-files';
import { google } from './google';
import { storesOf } from './read-stores';

function hours(...periods: object[]): object {
  return { storeCode: 'a', regularHours: { periods } };
}

function special(...specialHourPeriods: object[]): object {
  return { storeCode: 'a', specialHours: { specialHourPeriods } };
}

/** The rows of both files of hours, without the id of the store. */
function rows(document: unknown): string[] {
  const [weekly, dates] = csvFiles(storesOf(document, google));
  return [...(weekly?.rows ?? []), ...(dates?.rows ?? [])].map((row) => row.slice('a,'.length));
}

const nine = { hours: 9 };
const november28 = { year: 2024, month: 11, day: 28 };
const november29 = { ...november28, day: 29 };

describe('regular hours of Google', () => {
  it('are rows, and days without a period none', () => {
    const document = hours(
      { openDay: 'MONDAY', openTime: nine, closeDay: 'MONDAY', closeTime: { hours: 17, minutes: 30 } },
      {
        openDay: 'SUNDAY',
        openTime: { hours: 0, minutes: 5, seconds: 7 },
        closeDay: 'SUNDAY',
        closeTime: { hours: 24 },
      },
    );
    expect(rows(document)).toEqual(['0,09:00:00,17:30:00,', '6,00:05:07,24:00:00,']);
    expect(remarksOn(storesOf(document, google))).toEqual([]);
  });

  it('leave out zeros: midnight is an empty object', () => {
    const allDay = { openDay: 'FRIDAY', openTime: {}, closeDay: 'FRIDAY', closeTime: { hours: 24 } };
    expect(rows(hours(allDay))).toEqual(['4,00:00:00,24:00:00,']);
    expect(rows(hours({ ...allDay, closeDay: 'SATURDAY', closeTime: {} }))).toEqual(['4,00:00:00,24:00:00,']);
  });

  it('may have texts as times', () => {
    expect(rows(hours({ openDay: 'TUESDAY', openTime: '09:00', closeDay: 'TUESDAY', closeTime: '24:00' }))).toEqual([
      '1,09:00:00,24:00:00,',
    ]);
  });

  it('may end on the next day, also after Sunday', () => {
    const late = { openTime: { hours: 18 }, closeTime: { hours: 2 } };
    expect(rows(hours({ openDay: 'SUNDAY', closeDay: 'MONDAY', ...late }))).toEqual(['6,18:00:00,02:00:00,']);
    expect(rows(hours({ openDay: 'SUNDAY', closeDay: 'MONDAY', openTime: nine, closeTime: nine }))).toEqual([
      '6,09:00:00,09:00:00,',
    ]);
    expect(rows(hours({ openDay: 'MONDAY', closeDay: 'TUESDAY', openTime: '24:00', closeTime: '02:00' }))).toEqual([
      '1,00:00:00,02:00:00,',
    ]);
  });

  it('may last for several days, which are a row each', () => {
    expect(rows(hours({ openDay: 'SATURDAY', openTime: nine, closeDay: 'MONDAY', closeTime: { hours: 17 } }))).toEqual([
      '5,09:00:00,24:00:00,',
      '6,00:00:00,24:00:00,',
      '0,00:00:00,17:00:00,',
    ]);
    expect(rows(hours({ openDay: 'SUNDAY', openTime: {}, closeDay: 'SATURDAY', closeTime: { hours: 24 } }))).toEqual(
      [6, 0, 1, 2, 3, 4, 5].map((day) => `${day},00:00:00,24:00:00,`),
    );
  });

  it('are open in the same minutes as their rows', () => {
    const random = new Random(16);
    const days = ['MONDAY', 'TUESDAY', 'WEDNESDAY', 'THURSDAY', 'FRIDAY', 'SATURDAY', 'SUNDAY'];
    for (let time = 0; time < 1000; time++) {
      const [start, length] = [Math.floor(random.fraction() * 336), 1 + Math.floor(random.fraction() * 287)];
      const end = start + length;
      const at = (half: number) => ({ hours: Math.floor((half % 48) / 2), minutes: (half % 2) * 30 });
      const period = {
        openDay: days[Math.floor(start / 48)],
        openTime: at(start),
        closeDay: days[Math.floor(end / 48) % 7],
        closeTime: at(end),
      };
      const meant = new Set(Array.from({ length }, (_, index) => (start + index) % 336));
      const written = new Set<number>();
      for (const row of rows(hours(period))) {
        const [day = '', opens = '', closes = ''] = row.split(',');
        const half = (text: string) => Number(text.slice(0, 2)) * 2 + Number(text.slice(3, 5)) / 30;
        const until = half(closes) > half(opens) ? half(closes) : half(closes) + 48;
        for (let index = half(opens); index < until; index++) written.add((Number(day) * 48 + index) % 336);
      }
      expect([...written].sort()).toEqual([...meant].sort());
    }
  });

  it.each([
    ['no time', { closeTime: undefined }, 'closeTime: must be a time from 00:00 to 24:00'],
    [
      'a time that does not exist',
      { closeTime: { hours: 24, minutes: 1 } },
      'closeTime: must be a time from 00:00 to 24:00',
    ],
    ['a text that is no time', { openTime: '9 am' }, 'openTime: must be a time from 00:00 to 24:00'],
    ['a fraction of a second', { openTime: { nanos: 1 } }, 'openTime: must be a time from 00:00 to 24:00'],
    ['no day', { openDay: undefined }, 'openDay: must be one of MONDAY'],
    ['an unspecified day', { openDay: 'DAY_OF_WEEK_UNSPECIFIED' }, 'openDay: must be one of MONDAY'],
    ['an end at its start', { closeTime: nine }, 'closeTime: must be after openTime'],
    ['an end before its start', { closeTime: { hours: 2 } }, 'closeTime: must be after openTime'],
    [
      'an end at its start, written on the next day',
      { openTime: '24:00', closeDay: 'TUESDAY', closeTime: '00:00' },
      'closeTime: must be after openTime',
    ],
  ])('with %s are wrong', (_, change, message) => {
    const right = { openDay: 'MONDAY', openTime: nine, closeDay: 'MONDAY', closeTime: { hours: 17 } };
    const read = () => storesOf([hours(right), hours(right, { ...right, ...change })], google);
    expect(read).toThrow(`[1].regularHours.periods[1].${message}`);
  });

  it.each([[undefined], [null], [{}], [{ periods: [] }]])(
    'that are %j say nothing, and not that it is closed',
    (regularHours) => {
      const stores = storesOf(
        [
          hours({ openDay: 'MONDAY', openTime: nine, closeDay: 'MONDAY', closeTime: '17:00' }),
          { storeCode: 'b', regularHours },
        ],
        google,
      );
      expect(csvFiles(stores)[0]?.rows).toEqual(['a,0,09:00:00,17:00:00,']);
      expect(remarksOn(stores)).toEqual([expect.stringContaining('b: The file says nothing of the week')]);
    },
  );
});

describe('special hours of Google', () => {
  it('are rows of their date', () => {
    expect(
      rows(
        special(
          { startDate: november28, openTime: nine, closeTime: { hours: 12 } },
          { startDate: november28, endDate: november28, openTime: { hours: 14 }, closeTime: { hours: 24 } },
        ),
      ),
    ).toEqual(['2024-11-28,09:00:00,12:00:00', '2024-11-28,14:00:00,24:00:00']);
  });

  it('may end on the next day', () => {
    const late = { startDate: november28, endDate: november29, openTime: '13:00' };
    expect(rows(special({ ...late, closeTime: '11:59' }))).toEqual(['2024-11-28,13:00:00,11:59:00']);
    expect(rows(special({ ...late, closeTime: '13:00' }))).toEqual(['2024-11-28,13:00:00,13:00:00']);
  });

  it('that are closed are a row without times, on their first date alone, whatever else they say', () => {
    const closed = { startDate: november28, endDate: november29, openTime: nine, closeTime: nine };
    expect(rows(special({ ...closed, closed: true }))).toEqual(['2024-11-28,,']);
    expect(rows(special({ startDate: november28, isClosed: true }))).toEqual(['2024-11-28,,']);
  });

  it.each([
    ['a date that does not exist', { startDate: { ...november28, day: 31 } }, 'startDate: is no date'],
    ['a date without a year', { startDate: { month: 11, day: 28 } }, 'startDate.year: '],
    ['no times', { openTime: undefined }, 'openTime: is missing, and the date is not closed'],
    ['no end', { closeTime: null, closed: false }, 'closeTime: is missing, and the date is not closed'],
    ['an end before its start', { closeTime: { hours: 2 } }, 'closeTime: must be after openTime'],
    ['more than a day', { endDate: november29 }, 'closeTime: must be at most 24 hours after openTime'],
    ['an end on a date before', { endDate: { ...november28, day: 27 } }, 'closeTime: must be after openTime'],
  ])('with %s are wrong', (_, change, message) => {
    const right = { startDate: november28, openTime: nine, closeTime: { hours: 17 } };
    expect(() => storesOf(special(right, { ...right, ...change }), google)).toThrow(
      `specialHours.specialHourPeriods[1].${message}`,
    );
  });
});

describe('a location of Google', () => {
  it('is a store by its code, or else by the last part of its name', () => {
    const specialHours = { specialHourPeriods: [{ startDate: november28, closed: true }] };
    const ids = (document: unknown, given?: string) => storesOf(document, google, given).map(({ storeId }) => storeId);
    expect(
      ids({
        locations: [
          { name: 'locations/12', storeCode: ' kiosk-7 ', specialHours },
          { name: 'locations/123', storeCode: '', specialHours },
          { name: 'accounts/1/locations/1234', specialHours },
        ],
      }),
    ).toEqual(['kiosk-7', '123', '1234']);
    expect(ids({ storeCode: 'Main Street', specialHours }, 'main')).toEqual(['main']);
    // The other id may be that of another store of ours.
    expect(() => ids({ locations: [{ name: 'locations/12', storeCode: 'Main Street', specialHours }] })).toThrow(
      'locations[0]: storeCode or name must be a store id',
    );
  });

  it.each(['CLOSED_PERMANENTLY', 'CLOSED_TEMPORARILY'])('that is %s has no rows, but a remark', (status) => {
    const stores = storesOf({ ...special({ startDate: november28, closed: true }), openInfo: { status } }, google);
    expect(csvFiles(stores).flatMap((file) => file.rows)).toEqual([]);
    expect(remarksOn(stores)).toEqual([
      expect.stringMatching(/^a: Its openInfo.status .* PUT .*"closed":true,"effective_from"/),
    ]);
  });

  it('that is open has its hours', () => {
    const open = { ...special({ startDate: november28, closed: true }), openInfo: { status: 'OPEN' } };
    expect(rows(open)).toEqual(['2024-11-28,,']);
  });
});
