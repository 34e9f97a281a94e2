import { CodedError } from '../../common/coded-error';
import { IMPORT_KINDS, type ImportKind, isColumnName, kindsOf, layoutOf } from './columns';

describe('layoutOf', () => {
  it('finds columns in any order, in any case, under any of their names, beside others', () => {
    expect(layoutOf('store-status', { names: ['store_id', 'status', 'timestamp_utc'] })).toEqual({
      width: 3,
      columns: [0, 1, 2],
      effectiveFrom: undefined,
      attributes: [],
    });
    expect(layoutOf('store-status', { names: ['x', ' Timestamp_UTC ', '', 'STORE_ID', 'x', 'Status'] })).toEqual({
      width: 6,
      columns: [3, 5, 1],
      effectiveFrom: undefined,
      attributes: [],
    });
    expect(layoutOf('timezones', { names: ['TimeZone_Str', 'store_id'] })).toEqual({
      width: 2,
      columns: [1, 0],
      effectiveFrom: undefined,
      attributes: [],
    });
    for (const day of ['dayOfWeek', 'DAYOFWEEK', 'day', 'Day_Of_Week']) {
      expect(layoutOf('business-hours', { names: ['end_time_local', day, 'start_time_local', 'store_id'] })).toEqual({
        width: 4,
        columns: [3, 1, 2, 0],
        effectiveFrom: undefined,
        attributes: [],
      });
    }
  });

  it('finds the date of versions in files that may have one, and takes it for any other column elsewhere', () => {
    const dated = (kind: ImportKind, ...names: string[]) =>
      layoutOf(kind, { names: [' Effective_FROM', ...names] }).effectiveFrom;
    expect(dated('business-hours', 'store_id', 'day', 'start_time_local', 'end_time_local')).toBe(0);
    expect(dated('timezones', 'store_id', 'timezone_str')).toBe(0);
    for (const name of ['effective_from', 'x']) {
      expect(dated('special-hours', name, 'store_id', 'date', 'start_time_local', 'end_time_local')).toBeUndefined();
      expect(dated('closures', name, 'store_id', 'from', 'to', 'reason')).toBeUndefined();
      expect(dated('store-status', name, 'store_id', 'status', 'timestamp_utc')).toBeUndefined();
    }
  });

  it.each(IMPORT_KINDS.filter((kind) => kind !== 'stores'))('names all columns that a %s file lacks', (kind) => {
    const [id, ...others] = {
      'store-status': ['store_id', 'status', 'timestamp_utc'],
      'business-hours': ['store_id', 'dayOfWeek', 'start_time_local', 'end_time_local'],
      timezones: ['store_id', 'timezone_str'],
      'special-hours': ['store_id', 'date', 'start_time_local', 'end_time_local'],
      closures: ['store_id', 'from', 'to', 'reason'],
    }[kind];
    expect(refusal(kind, { names: ['x', id ?? ''] })).toEqual({
      code: 'wrong_header',
      fault: `The header lacks the column${others.length > 1 ? 's' : ''} ${others.join(', ')}.`,
      missing_columns: others,
    });
    expect(refusal(kind, { names: [] })).toMatchObject({ missing_columns: [id, ...others] });
  });

  it('refuses columns that are there twice, under whatever names, once none is missing', () => {
    const header = ['day', 'store_id', 'start_time_local', 'day_of_week', 'Store_Id', 'other', 'other'];
    expect(refusal('business-hours', { names: header })).toMatchObject({ missing_columns: ['end_time_local'] });
    expect(refusal('business-hours', { names: [...header, 'end_time_local'] })).toEqual({
      code: 'wrong_header',
      fault: 'The header has the columns store_id, dayOfWeek more than once.',
      repeated_columns: ['store_id', 'dayOfWeek'],
    });
    const dates = ['effective_from', 'store_id', 'timezone_str', 'Effective_From'];
    expect(refusal('timezones', { names: dates })).toMatchObject({ repeated_columns: ['effective_from'] });
  });
});

describe('kindsOf', () => {
  it('names each kind whose columns a header has', () => {
    expect(kindsOf(['x', 'Timezone_Str', 'store_id '])).toEqual(['timezones']);
    expect(kindsOf(['store_id', 'status', 'timestamp_utc', 'timezone_str'])).toEqual(['store-status', 'timezones']);
    expect(kindsOf(['store_id', 'status', 'status', 'timestamp_utc'])).toEqual([]);
    expect(kindsOf(['store_id', 'date', 'start_time_local', 'end_time_local'])).toEqual(['special-hours']);
    expect(kindsOf(['store_id', 'from', 'to', 'reason'])).toEqual(['closures']);
    expect(kindsOf(['effective_from', 'store_id', 'timezone_str', 'effective_from'])).toEqual([]);
    expect(kindsOf([])).toEqual([]);
  });
});

describe('isColumnName', () => {
  it('knows the columns of all kinds, also one that files need not have', () => {
    const names = ['Store_ID', 'day', ' effective_from', 'date', 'reason', 'from', 'id', 'name', ''];
    expect(names.filter(isColumnName)).toEqual(names.slice(0, 6));
  });
});

function refusal(...[kind, header]: Parameters<typeof layoutOf>): unknown {
  try {
    return layoutOf(kind, header);
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    return { code: error.code, fault: error.values.fault, ...error.members };
  }
}
