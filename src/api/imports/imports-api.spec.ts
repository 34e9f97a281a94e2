import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { json, until } from '../../../test/support/service';
import { ImportsService } from '../../ingestion/imports/imports.service';
import { ConfigModule } from '../../platform/config/config.module';
import { readSettings } from '../../platform/config/settings';
import { ReportsService } from '../../reports/reports.service';
import { configureHttp } from '../http/configure-http';
import { declaredApi } from '../http/openapi';
import { TriggerReportController } from '../reports/trigger-report.controller';
import { ImportsController } from './imports.controller';
import { APP_GUARD } from '@nestjs/core';
import { Refusals } from '../../access/audit/refusals';
import { stranger } from '../../access/caller';
import { Door } from '../../access/door';
import { AccessGuard } from '../http/access/access.guard';
import { Slots } from '../http/limits/slots';

const FILES_AT_ONCE = 128;

let app: NestExpressApplication | undefined;
let sockets: Socket[];
let receiving: number;

/** Never ends. */
async function receive(): Promise<void> {
  receiving++;
  await new Promise(() => undefined);
}

@Module({
  imports: [ConfigModule.with({ ...readSettings({ LOG_LEVEL: 'fatal' }), DATABASE_URL: '', REDIS_URL: '' })],
  controllers: [ImportsController, TriggerReportController],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: Door, useValue: { admit: () => Promise.resolve(stranger()) } },
    { provide: Refusals, useValue: {} },
    Slots,
    { provide: ImportsService, useValue: { receive } },
    { provide: ReportsService, useValue: { trigger: () => Promise.resolve('a report') } },
  ],
})
class Api {}

beforeEach(async () => {
  [sockets, receiving] = [[], 0];
  app = await NestFactory.create<NestExpressApplication>(Api, { bodyParser: false, logger: false });
  configureHttp(app, declaredApi(app));
  await app.listen(0, '127.0.0.1');
});

afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  await app?.close();
});

describe('files in progress', () => {
  it('are so many at most, which keep out other files, but no bodies of JSON', async () => {
    const url = new URL((await app?.getUrl()) ?? '');
    const head = `POST /imports/timezones HTTP/1.1\r\nHost: ${url.host}\r\nContent-Type: text/csv\r\nContent-Length: 9\r\n\r\n`;
    for (let file = 0; file < FILES_AT_ONCE; file++) {
      const socket = connect(Number(url.port), url.hostname);
      sockets.push(socket);
      await once(socket, 'connect');
      socket.write(head);
    }
    await until(() => receiving === FILES_AT_ONCE || undefined);
    const another = await fetch(new URL('/imports/timezones', url), {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: 'store_id,',
    });
    expect(await json(another)).toMatchObject({ status: 503, code: 'too_busy' });
    const triggered = await fetch(new URL('/trigger_report', url), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    expect(await json(triggered)).toEqual({ report_id: 'a report' });
  });
});
