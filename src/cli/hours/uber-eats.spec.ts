import { csvFiles, remarksOn } from './csv-files';
import { storesOf } from './read-stores';
import { uberEats } from './uber-eats';

const id = '7e973b58-40b7-4bd8-b01c-c7d1cbd194f6';

function day(day_of_week: string, ...times: [string, string][]): object {
  return { day_of_week, time_periods: times.map(([start_time, end_time]) => ({ start_time, end_time })) };
}

function week(...service_availability: object[]): object {
  return { store_id: id, service_availability };
}

function holiday(date: string, entry: object): object {
  return { store_id: id, holiday_hours: { [date]: entry } };
}

function periods(...times: [string, string][]): object {
  return { open_time_periods: times.map(([start_time, end_time]) => ({ start_time, end_time })) };
}

/** The rows of both files of hours, without the id of the store. */
function rows(document: unknown): string[] {
  const [weekly, dates] = csvFiles(storesOf(document, uberEats));
  return [...(weekly?.rows ?? []), ...(dates?.rows ?? [])].map((row) => row.slice(id.length + 1));
}

describe('the week of Uber Eats', () => {
  it('is rows, and days that are missing or without periods have none', () => {
    const document = week(
      day('monday', ['09:00', '12:00'], ['14:00', '22:30']),
      day('tuesday'),
      { day_of_week: 'wednesday' },
      day('Sunday', ['10:00', '20:00']),
    );
    expect(rows(document)).toEqual(['0,09:00:00,12:00:00,', '0,14:00:00,22:30:00,', '6,10:00:00,20:00:00,']);
    expect(remarksOn(storesOf(document, uberEats))).toEqual([]);
  });

  it('is open to the end of a last minute: 00:00 to 23:59 is 24 hours, and a night goes on after midnight', () => {
    expect(
      rows(
        week(day('monday', ['00:00', '23:59']), day('friday', ['23:30', '23:59']), day('saturday', ['00:00', '00:30'])),
      ),
    ).toEqual(['0,00:00:00,24:00:00,', '4,23:30:00,24:00:00,', '5,00:00:00,00:30:00,']);
  });

  it('may have a period that ends on the next day', () => {
    expect(rows(week(day('sunday', ['18:00', '02:00'])))).toEqual(['6,18:00:00,02:00:00,']);
  });

  it('is that of all menus of a store, unless the store has its own', () => {
    const menus = [
      { id: 'breakfast', service_availability: [day('monday', ['07:00', '11:00'])] },
      { id: 'dinner', service_availability: [day('monday', ['17:00', '22:00'])] },
    ];
    expect(rows({ store_id: id, menus, categories: [] })).toEqual(['0,07:00:00,11:00:00,', '0,17:00:00,22:00:00,']);
    expect(rows({ ...week(day('friday', ['09:00', '17:00'])), menus })).toEqual(['4,09:00:00,17:00:00,']);
  });

  it.each([[week()], [week(day('monday'))], [{ store_id: id, menus: [] }]])(
    'without any period is closed: %j',
    (document) => {
      expect(rows(document)).toEqual([]);
      expect(remarksOn(storesOf(document, uberEats))).toEqual([
        `${id}: It is closed on every weekday, which CSV cannot say. Before the import of menu_hours.csv, ` +
          `PUT /stores/${id}/business-hours {"closed":true}.`,
      ]);
    },
  );

  it('that is not there says nothing', () => {
    expect(remarksOn(storesOf(holiday('2024-12-25', {}), uberEats))).toEqual([
      expect.stringContaining(`${id}: The file says nothing of the week`),
    ]);
  });

  it.each([
    ['a day of another form', day('mon', ['09:00', '17:00']), 'day_of_week: must be one of monday'],
    [
      'a time of another form',
      day('monday', ['9am', '17:00']),
      'time_periods[0].start_time: must be a local time such as',
    ],
    ['no end', { day_of_week: 'monday', time_periods: [{ start_time: '09:00' }] }, 'time_periods[0].end_time: '],
    // One minute for Uber Eats, and 24 hours in our files.
    ['an end at its start', day('monday', ['00:00', '00:00']), 'time_periods[0].end_time: must not be start_time'],
    ['a last minute alone', day('monday', ['23:59', '23:59']), 'time_periods[0].end_time: must not be start_time'],
  ])('with %s is wrong', (_, wrong, message) => {
    expect(() => storesOf([week(day('monday', ['09:00', '17:00']), wrong)], uberEats)).toThrow(
      `[0].service_availability[1].${message}`,
    );
  });
});

describe('the holiday hours of Uber Eats', () => {
  it('are rows of their date', () => {
    expect(rows(holiday('2019-12-10', periods(['00:00', '16:00'], ['18:00', '23:30'])))).toEqual([
      '2019-12-10,00:00:00,16:00:00',
      '2019-12-10,18:00:00,23:30:00',
    ]);
    expect(rows(holiday('2019-12-11', periods(['00:00', '23:59'])))).toEqual(['2019-12-11,00:00:00,24:00:00']);
  });

  it.each([[{}], [periods()], [{ open_time_periods: null }], [periods(['00:00', '00:00'])]])(
    'that are %j say closed',
    (entry) => {
      expect(rows(holiday('2024-12-25', entry))).toEqual(['2024-12-25,,']);
    },
  );

  it('that are closed at midnight are open in their other periods', () => {
    expect(rows(holiday('2024-12-25', periods(['00:00', '00:00'], ['10:00', '12:00'])))).toEqual([
      '2024-12-25,10:00:00,12:00:00',
    ]);
  });

  it.each([
    ['a date that does not exist', '2024-02-30', {}, '["2024-02-30"]: must be a date such as'],
    [
      'an end at its start',
      '2024-12-25',
      periods(['09:00', '09:00']),
      '["2024-12-25"].open_time_periods[0].end_time: must',
    ],
  ])('with %s are wrong', (_, date, entry, message) => {
    expect(() => storesOf(holiday(date, entry), uberEats)).toThrow(`holiday_hours${message}`);
  });
});

describe('a store of Uber Eats', () => {
  it('is a store by its store_id or id, with its time zone', () => {
    const stores = storesOf(
      {
        stores: [
          { ...week(day('monday')), timezone: 'america/new_york' },
          { id: 'b', service_availability: [], timezone: 'Asia/Tokyo' },
        ],
      },
      uberEats,
    );
    expect(csvFiles(stores)[2]?.rows).toEqual([`${id},America/New_York`, 'b,Asia/Tokyo']);
    expect(() => storesOf({ menus: [] }, uberEats)).toThrow('the store: store_id or id must be a store id');
    expect(storesOf({ menus: [] }, uberEats, 'c')).toEqual([expect.objectContaining({ storeId: 'c' })]);
  });

  it('with an unknown time zone is wrong', () => {
    expect(() => storesOf([{ ...week(), timezone: 'EST5' }], uberEats)).toThrow(
      '[0].timezone: is not in the time zone database',
    );
  });
});
