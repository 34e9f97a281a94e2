import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { REPORT_HEADER } from '../../../test/support/reports/header';
import { CodedError } from '../../common/coded-error';
import { Report } from '../report.entity';
import { ReportsService } from '../reports.service';
import { FiguresCache } from './figures-cache';

@Module({})
class CacheModule {}

describe('the cache of figures', () => {
  let loaded: string[];
  let cache: FiguresCache;

  beforeEach(async () => {
    loaded = [];
    const reports: Pick<ReportsService, 'csv' | 'find'> = {
      async *csv({ reportId }) {
        loaded.push(reportId);
        yield await Promise.resolve(REPORT_HEADER);
        if (['broken', 'removed'].includes(reportId)) throw new Error('its rows are incomplete');
        yield `store-of-${reportId},1.00,1.00,1.00,0.00,0.00,0.00\n`;
      },
      async find(reportId) {
        if (reportId === 'removed') throw new CodedError('report_not_found');
        return Promise.resolve(Object.assign(new Report(), { reportId }));
      },
    };
    const app = await NestFactory.createApplicationContext(
      { module: CacheModule, providers: [FiguresCache, { provide: ReportsService, useValue: reports }] },
      { logger: false },
    );
    cache = app.get(FiguresCache);
  });

  async function storeIn(reportId: string): Promise<string> {
    const report = Object.assign(new Report(), { reportId, asOf: 0, storesTotal: 1 });
    return (await cache.of(report)).storeId(0);
  }

  it('reads a report once, also for requests at the same time', async () => {
    expect(await Promise.all(['a', 'a', 'b', 'a'].map(storeIn))).toEqual(
      ['a', 'a', 'b', 'a'].map((id) => `store-of-${id}`),
    );
    expect(loaded).toEqual(['a', 'b']);
  });

  it('keeps the three reports that were used last', async () => {
    for (const id of ['a', 'b', 'c', 'a', 'd', 'a', 'c', 'b']) await storeIn(id);
    expect(loaded).toEqual(['a', 'b', 'c', 'd', 'b']);
  });

  it('reads a report again after a failure', async () => {
    await expect(storeIn('broken')).rejects.toThrow('its rows are incomplete');
    await expect(storeIn('broken')).rejects.toThrow('its rows are incomplete');
    expect(loaded).toEqual(['broken', 'broken']);
  });

  it('has a report that is removed while it is read as not found', async () => {
    await expect(storeIn('removed')).rejects.toThrow('report_not_found');
  });

  it('has no figures of a report that is not complete', async () => {
    const running = Object.assign(new Report(), { reportId: 'running', asOf: 0, storesTotal: null });
    await expect(cache.of(running)).rejects.toThrow('report running is not complete');
  });
});
