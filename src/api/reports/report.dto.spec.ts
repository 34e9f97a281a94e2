import { createHash } from 'node:crypto';
import { HOUR } from '../../calculator/instants';
import { Report } from '../../reports/report.entity';
import { toReportDto, toReportStateDto } from './report.dto';

const NOW = Date.UTC(2024, 9, 8, 12);

beforeEach(() => {
  jest.useFakeTimers({ now: NOW });
});

afterEach(() => {
  jest.useRealTimers();
});

/** A report that started ten seconds ago, and waited two seconds before that. */
function report(columns: Partial<Report>): Report {
  const running = {
    reportId: 'id',
    status: 'Running',
    asOf: null,
    storeIds: null,
    defaultStatus: 'active',
    unknownAfter: null,
    closures: 'exclude',
    columns: 'standard',
    windows: ['last_hour', 'last_day', 'last_week'],
    defaultTimezone: 'America/Chicago',
    endOfDayGrace: false,
    tzRelease: '2026f',
    revises: null,
    storesDone: 0,
    storesTotal: null,
    createdAt: new Date(NOW - 12_000),
    startedAt: new Date(NOW - 10_000),
    finishedAt: null,
    csvBytes: null,
    csvSha256: null,
    uptimeShare: null,
    error: null,
  };
  return Object.assign(new Report(), running, columns);
}

describe('the state of a report', () => {
  it('estimates the time left from what is done, at the same pace', () => {
    expect(toReportStateDto(report({ storesDone: 25, storesTotal: 100 }))).toMatchObject({
      progress: 0.25,
      seconds_left: 30,
    });
    expect(toReportStateDto(report({ storesDone: 30, storesTotal: 100 }))).toMatchObject({ seconds_left: 23.3 });
    expect(toReportStateDto(report({ storesDone: 100, storesTotal: 100 }))).toMatchObject({ seconds_left: 0 });
  });

  it('never has less than no time left, though the clock of PostgreSQL is ahead', () => {
    const startedAt = new Date(NOW + 10_000);
    expect(toReportStateDto(report({ startedAt, storesDone: 1, storesTotal: 4 }))).toMatchObject({ seconds_left: 0 });
  });

  it('has no estimate before anything is done', () => {
    expect(toReportStateDto(report({}))).toMatchObject({ progress: 0, seconds_left: null });
    expect(toReportStateDto(report({ storesTotal: 0 }))).toMatchObject({ progress: 0, seconds_left: null });
    expect(toReportStateDto(report({ startedAt: null }))).toMatchObject({ started_at: null, seconds_left: null });
  });

  it('has a reason if it failed, and then no estimate', () => {
    const failed = toReportStateDto(report({ status: 'Error', error: 'a reason', storesDone: 1, storesTotal: 4 }));
    expect(failed).toMatchObject({ status: 'Error', reason: 'a reason', progress: 0.25 });
    expect(failed).not.toHaveProperty('seconds_left');
    expect(toReportStateDto(report({}))).not.toHaveProperty('reason');
  });
});

describe('everything about a report', () => {
  it('counts its duration from the trigger', () => {
    expect(toReportDto(report({}))).toMatchObject({ duration_ms: null, finished_at: null });
    expect(toReportDto(report({ finishedAt: new Date(NOW) }))).toMatchObject({ duration_ms: 12_000 });
  });

  it('shows a complete report without stores as done', () => {
    expect(toReportDto(report({ status: 'Complete', storesTotal: 0 }))).toMatchObject({ progress: 1 });
  });

  it('keeps shares that are null apart from none at all', () => {
    const shares = { last_hour: null, last_day: 0.5, last_week: 1 };
    expect(toReportDto(report({ uptimeShare: [null, 0.5, 1] })).uptime_share).toEqual(shares);
    expect(toReportDto(report({})).uptime_share).toBeNull();
  });

  it('has its terms whole, and their SHA-256', () => {
    const terms = {
      default_status: 'unknown',
      unknown_after: '3h',
      closures: 'ignore',
      columns: 'all',
      windows: ['2024-10', 'last_day'],
      default_timezone: 'America/Chicago',
      end_of_day_grace: true,
    };
    const asked = report({
      defaultStatus: 'unknown',
      unknownAfter: 3 * HOUR,
      closures: 'ignore',
      columns: 'all',
      windows: terms.windows,
      endOfDayGrace: true,
    });
    // Of the names in alphabetical order, without spaces.
    const text = `{"closures":"ignore","columns":"all","default_status":"unknown","default_timezone":"America/Chicago","end_of_day_grace":true,"unknown_after":"3h","windows":["2024-10","last_day"]}`;
    expect(toReportDto(asked)).toMatchObject({
      terms,
      terms_sha256: createHash('sha256').update(text).digest('hex'),
      tz_release: '2026f',
    });
    asked.unknownAfter = null;
    expect(toReportDto(asked).terms).toEqual({ ...terms, unknown_after: null });
  });

  it('has no release of the time zone database if it was made before that was recorded', () => {
    expect(toReportDto(report({ tzRelease: '' })).tz_release).toBeNull();
  });
});
