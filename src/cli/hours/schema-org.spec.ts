import { csvFiles, remarksOn } from './csv-files';
import { storesOf } from './read-stores';
import { schemaOrg } from './schema-org';

const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday'];

function place(...openingHoursSpecification: object[]): object {
  return { '@context': 'https://schema.org', '@type': 'Restaurant', identifier: 'a', openingHoursSpecification };
}

function special(...specialOpeningHoursSpecification: object[]): object {
  return { branchCode: 'a', specialOpeningHoursSpecification };
}

/** The rows of both files of hours, without the id of the store. */
function rows(document: unknown): string[] {
  const [weekly, dates] = csvFiles(storesOf(document, schemaOrg));
  return [...(weekly?.rows ?? []), ...(dates?.rows ?? [])].map((row) => row.slice('a,'.length));
}

function told(document: unknown): string[] {
  return remarksOn(storesOf(document, schemaOrg));
}

const nineToFive = { opens: '09:00', closes: '17:00' };
const closed = { opens: '00:00', closes: '00:00' };

describe('the week of schema.org', () => {
  it('has a row for each day that a specification names, and none for others', () => {
    const document = place(
      { '@type': 'OpeningHoursSpecification', dayOfWeek: ['Monday', 'Tuesday'], opens: '11:00', closes: '14:30' },
      { '@type': 'OpeningHoursSpecification', dayOfWeek: 'Monday', opens: '17:00:00', closes: '22:00:00' },
    );
    expect(rows(document)).toEqual(['0,11:00:00,14:30:00,', '0,17:00:00,22:00:00,', '1,11:00:00,14:30:00,']);
    expect(told(document)).toEqual([]);
  });

  it('names days in each way that the address of schema.org is written', () => {
    const dayOfWeek = [
      'https://schema.org/Monday',
      'http://schema.org/Tuesday',
      'schema:Wednesday',
      { '@id': 'https://schema.org/Sunday' },
    ];
    expect(rows(place({ dayOfWeek, ...nineToFive }))).toEqual([0, 1, 2, 6].map((day) => `${day},09:00:00,17:00:00,`));
  });

  it('is that of every day if a specification names none', () => {
    expect(rows({ identifier: 'a', openingHoursSpecification: nineToFive })).toHaveLength(7);
    expect(rows(place({ dayOfWeek: [], ...nineToFive }))).toHaveLength(7);
  });

  it('ends on the next day if it closes before it opens', () => {
    expect(rows(place({ dayOfWeek: 'Saturday', opens: '18:00', closes: '03:00' }))).toEqual(['5,18:00:00,03:00:00,']);
    expect(rows(place({ dayOfWeek: 'Saturday', opens: '18:00', closes: '00:00' }))).toEqual(['5,18:00:00,00:00:00,']);
  });

  it('has its whole night if it opens in the last minute', () => {
    expect(rows(place({ dayOfWeek: 'Saturday', opens: '23:59:30', closes: '23:59' }))).toEqual([
      '5,23:59:30,23:59:00,',
    ]);
  });

  it.each(['23:59', '23:59:59', '24:00'])('ends with the day if it closes at %s', (closes) => {
    expect(rows(place({ dayOfWeek: 'Saturday', opens: '00:00', closes }))).toEqual(['5,00:00:00,24:00:00,']);
  });

  it.each([closed, { opens: '09:00', closes: '09:00' }, { opens: '23:59', closes: '23:59' }, {}])(
    'is closed on a day with %j',
    (times) => {
      expect(rows(place({ dayOfWeek: 'Saturday', ...nineToFive }, { dayOfWeek: 'Sunday', ...times }))).toEqual([
        '5,09:00:00,17:00:00,',
      ]);
    },
  );

  it('that is closed on every day is a remark', () => {
    expect(rows(place({ ...closed }))).toEqual([]);
    expect(told(place({ ...closed }))).toEqual([
      'a: It is closed on every weekday, which CSV cannot say. Before the import of menu_hours.csv, ' +
        'PUT /stores/a/business-hours {"closed":true}.',
    ]);
  });

  it('that is an empty list says nothing', () => {
    const stores = [place({ dayOfWeek: 'Monday', ...nineToFive }), { identifier: 'b', openingHoursSpecification: [] }];
    expect(rows(stores)).toEqual(['0,09:00:00,17:00:00,']);
    expect(told(stores)).toEqual([expect.stringContaining('b: The file says nothing of the week')]);
  });

  it('that is text is not read, which is a remark', () => {
    expect(told({ identifier: 'a', openingHours: 'Mo-Fr 09:00-17:00' })).toEqual([
      expect.stringContaining('a: Its hours are in openingHours as text, which is not read.'),
    ]);
  });

  it('knows no dates of public holidays, which is a remark', () => {
    const document = place({ dayOfWeek: ['Monday', 'PublicHolidays'], ...nineToFive });
    expect(rows(document)).toEqual(['0,09:00:00,17:00:00,']);
    expect(told(document)).toEqual([
      'a: Which dates are public holidays is not known here. Add them to special_hours.csv.',
    ]);
    expect(rows(place({ dayOfWeek: 'PublicHolidays', ...closed }))).toEqual([]);
    expect(told(place({ dayOfWeek: 'https://schema.org/PublicHolidays', ...closed }))).toHaveLength(1);
  });

  it.each([
    [
      'a time with an offset',
      { opens: '09:00-05:00', closes: '17:00' },
      '.opens: must be a local time such as "09:30"',
    ],
    ['a time of another form', { opens: '09:00', closes: '5 pm' }, '.closes: must be a local time such as "09:30"'],
    ['no end', { opens: '09:00' }, '.closes: is missing'],
    ['no start', { closes: '09:00' }, '.opens: is missing'],
    [
      'a day of another form',
      { dayOfWeek: ['Monday', 'Tue'], ...nineToFive },
      '.dayOfWeek[1]: must be a day such as "Monday"',
    ],
    ['a reference to another node', { '@id': '#hours' }, ': says neither days nor times nor dates'],
    [
      'a date with a time',
      { validFrom: '2024-11-28T12:00', ...nineToFive },
      '.validFrom: must be a local date such as 2024-11-28',
    ],
    [
      'a date in UTC',
      { validFrom: '2024-11-28T00:00:00Z', ...nineToFive },
      '.validFrom: must be a local date such as 2024-11-28',
    ],
    [
      'an end at the start of a date',
      { validThrough: '2024-11-28T00:00', ...nineToFive },
      '.validThrough: must be a local date',
    ],
    [
      'an end before its start',
      { validFrom: '2024-11-28', validThrough: '2024-11-27', ...nineToFive },
      '.validThrough: must not be before validFrom',
    ],
    [
      'too many dates',
      { validFrom: '2024-01-01', validThrough: '2025-01-01', ...nineToFive },
      '.validThrough: must be at most 366 days after validFrom',
    ],
  ])('with %s is wrong', (_, wrong, message) => {
    const document = { '@graph': [{ '@type': 'WebSite' }, place({ dayOfWeek: WEEKDAYS, ...nineToFive }, wrong)] };
    expect(() => storesOf(document, schemaOrg)).toThrow(`["@graph"][1].openingHoursSpecification[1]${message}`);
  });
});

describe('hours of schema.org that begin or end', () => {
  it('on a date are in force from it on', () => {
    expect(rows(place({ dayOfWeek: 'Monday', ...nineToFive, validFrom: '2024-11-01T00:00:00' }))).toEqual([
      '0,09:00:00,17:00:00,2024-11-01',
    ]);
  });

  it('take the place of earlier ones on the days that they name', () => {
    expect(
      rows(
        place(
          { dayOfWeek: ['Monday', 'Saturday'], ...nineToFive },
          { dayOfWeek: 'Monday', opens: '08:00', closes: '18:00', validFrom: '2024-11-01' },
        ),
      ),
    ).toEqual([
      '0,09:00:00,17:00:00,',
      '5,09:00:00,17:00:00,',
      '0,08:00:00,18:00:00,2024-11-01',
      '5,09:00:00,17:00:00,2024-11-01',
    ]);
  });

  it('give way to those that follow', () => {
    const document = place(
      { dayOfWeek: 'Monday', ...nineToFive, validThrough: '2024-10-31T23:59:59' },
      { dayOfWeek: 'Tuesday', ...nineToFive, validFrom: '2024-11-01' },
    );
    expect(rows(document)).toEqual(['0,09:00:00,17:00:00,', '1,09:00:00,17:00:00,2024-11-01']);
    expect(told(document)).toEqual([]);
  });

  it('and are not followed leave it closed, which is a remark', () => {
    const document = place({ dayOfWeek: 'Monday', ...nineToFive, validThrough: '2024-10-31' });
    expect(rows(document)).toEqual(['0,09:00:00,17:00:00,']);
    expect(told(document)).toEqual([
      'a: It is closed on every weekday from 2024-11-01 on, which CSV cannot say. After the import of menu_hours.csv, ' +
        'PUT /stores/a/business-hours {"closed":true,"effective_from":"2024-11-01"}.',
    ]);
  });

  it('within a year are those of special dates, on the days that they name', () => {
    const holidays = { ...closed, validFrom: '2024-12-31', validThrough: '2025-01-01' };
    const weekend = {
      dayOfWeek: ['Saturday', 'Sunday'],
      opens: '10:00',
      closes: '14:00',
      validFrom: '2024-11-01',
      validThrough: '2024-11-04',
    };
    expect(rows(place({ dayOfWeek: WEEKDAYS, ...nineToFive }, weekend, holidays)).slice(5)).toEqual([
      '2024-11-02,10:00:00,14:00:00',
      '2024-11-03,10:00:00,14:00:00',
      '2024-12-31,,',
      '2025-01-01,,',
    ]);
    expect(rows(place({ ...nineToFive, validFrom: '2024-01-01', validThrough: '2024-12-31' }))).toHaveLength(366);
  });

  it('are the only ones of a store that is known for a season: nothing is said of its week', () => {
    const season = place({ ...nineToFive, validFrom: '2024-12-01', validThrough: '2024-12-02' });
    expect(rows(season)).toEqual(['2024-12-01,09:00:00,17:00:00', '2024-12-02,09:00:00,17:00:00']);
    expect(told(season)).toEqual([expect.stringContaining('a: The file says nothing of the week')]);
  });
});

describe('special hours of schema.org', () => {
  it('are rows of their dates, closed ones without times', () => {
    const black = { opens: '08:00', closes: '23:59', validFrom: '2024-11-29', validThrough: '2024-11-29' };
    const thanksgiving = { ...closed, validFrom: '2024-11-28', validThrough: '2024-11-28' };
    expect(rows(special(black, thanksgiving))).toEqual(['2024-11-28,,', '2024-11-29,08:00:00,24:00:00']);
    expect(rows({ branchCode: 'a', specialOpeningHoursSpecification: thanksgiving })).toEqual(['2024-11-28,,']);
  });

  it('may be several times of one date', () => {
    const date = { validFrom: '2024-11-28', validThrough: '2024-11-28' };
    expect(
      rows(special({ ...date, opens: '09:00', closes: '12:00' }, { ...date, opens: '14:00', closes: '17:00' })),
    ).toEqual(['2024-11-28,09:00:00,12:00:00', '2024-11-28,14:00:00,17:00:00']);
  });

  it('take the place of general ones, and of earlier ones', () => {
    const season = { ...nineToFive, validFrom: '2024-11-28', validThrough: '2024-11-30' };
    const document = {
      ...place({ ...season, opens: '07:00' }),
      specialOpeningHoursSpecification: [
        { ...closed, validFrom: '2024-11-30', validThrough: '2024-11-30' },
        { ...season, validFrom: '2024-11-29' },
      ],
    };
    expect(rows(document)).toEqual(['2024-11-28,07:00:00,17:00:00', '2024-11-29,09:00:00,17:00:00', '2024-11-30,,']);
  });

  it.each([{}, { validFrom: '2024-11-28' }, { validThrough: '2024-11-28' }])(
    'without both dates are wrong: %j',
    (dates) => {
      expect(() => storesOf(special({ ...closed, ...dates }), schemaOrg)).toThrow(
        'specialOpeningHoursSpecification[0]: needs both validFrom and validThrough',
      );
    },
  );
});

describe('a place of schema.org', () => {
  const openingHoursSpecification = [{ dayOfWeek: 'Monday', ...nineToFive }];
  const ids = (...nodes: object[]) => {
    const stores = storesOf(
      nodes.map((node) => ({ openingHoursSpecification, ...node })),
      schemaOrg,
    );
    return stores.map(({ storeId }) => storeId);
  };

  it('is a store by the first of its identifier, its branch code and its address that can be a store id', () => {
    expect(
      ids(
        { identifier: 'a', branchCode: 'x', '@id': 'y' },
        { identifier: 12, '@id': 'y' },
        { identifier: { '@type': 'PropertyValue', value: 'c' } },
        { identifier: ['x', 'y'], branchCode: 'd' },
        { identifier: 'https://example.com/e', branchCode: 'two words', '@id': 'urn:e' },
      ),
    ).toEqual(['a', '12', 'c', 'd', 'urn:e']);
    expect(() => ids({ '@id': 'https://example.com/shop' })).toThrow(
      '[0]: identifier, branchCode or @id must be a store id',
    );
  });

  it('is found alone, in arrays and in graphs, beside nodes without hours', () => {
    const one = place({ dayOfWeek: 'Monday', ...nineToFive });
    const other = { ...one, identifier: 'b' };
    const found = (document: unknown) => storesOf(document, schemaOrg).map(({ storeId }) => storeId);
    expect(found(one)).toEqual(['a']);
    expect(found([{ '@type': 'WebSite' }, 'text', one, other])).toEqual(['a', 'b']);
    expect(found([{ '@context': 'https://schema.org', '@graph': [{ '@type': 'Person' }, other] }, one])).toEqual([
      'b',
      'a',
    ]);
    expect(() => found({ '@graph': [{ '@type': 'WebSite' }] })).toThrow('it has no openingHoursSpecification or');
  });
});
