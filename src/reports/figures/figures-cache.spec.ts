import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { REPORT_HEADER } from '../report-csv';
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
    const reports: Pick<ReportsService, 'csv'> = {
      async *csv({ reportId }) {
        loaded.push(reportId);
        yield await Promise.resolve(REPORT_HEADER);
        if (reportId === 'gone') throw new Error('it was removed');
        yield `store-of-${reportId},1.00,1.00,1.00,0.00,0.00,0.00\n`;
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
    await expect(storeIn('gone')).rejects.toThrow('it was removed');
    await expect(storeIn('gone')).rejects.toThrow('it was removed');
    expect(loaded).toEqual(['gone', 'gone']);
  });

  it('has no figures of a report that is not complete', async () => {
    const running = Object.assign(new Report(), { reportId: 'running', asOf: 0, storesTotal: null });
    await expect(cache.of(running)).rejects.toThrow('report running is not complete');
  });
});
