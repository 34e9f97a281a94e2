import { Controller, Get, Module } from '@nestjs/common';
import { APP_GUARD, NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { ThrottlerModule, ThrottlerStorageService } from '@nestjs/throttler';
import { json } from '../../../../test/support/service';
import { Refusals } from '../../../access/audit/refusals';
import { Door, type Visitor } from '../../../access/door';
import { CodedError } from '../../../common/coded-error';
import { ConfigModule } from '../../../platform/config/config.module';
import { readSettings } from '../../../platform/config/settings';
import { AccessGuard } from '../access/access.guard';
import { Needs, OpenToAll } from '../access/access';
import { configureHttp } from '../configure-http';
import { declaredApi } from '../openapi';
import { BlockedSenders } from './blocked-senders';
import { AddressLimit, KeyLimit, rateLimits, StillBlocked } from './rate-limits';

const LIMITS = { RATE_LIMIT_PER_KEY: '2', RATE_LIMIT_PER_ADDRESS: '6' };
const settings = {
  ...readSettings({ LOG_LEVEL: 'fatal', TRUST_PROXY: '127.0.0.1', ...LIMITS }),
  DATABASE_URL: '',
  REDIS_URL: '',
};

const storage = new ThrottlerStorageService();
const count = jest.spyOn(storage, 'increment');

const admit = jest.fn(({ secret }: Visitor) => {
  if (secret === 'revoked') throw new CodedError('wrong_key');
  return Promise.resolve({ actor: `key:${secret ?? ''}`, name: null, scopes: new Set(['read']), isAnonymous: false });
});

@Controller()
class Calls {
  @Get('things')
  @Needs('read')
  things(): string {
    return 'things';
  }

  @Get('health')
  @OpenToAll({ isProbe: true })
  health(): string {
    return 'up';
  }
}

@Module({
  imports: [ConfigModule.with(settings), ThrottlerModule.forRoot(rateLimits(settings, storage))],
  controllers: [Calls],
  providers: [
    { provide: APP_GUARD, useClass: StillBlocked },
    { provide: APP_GUARD, useClass: AddressLimit },
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_GUARD, useClass: KeyLimit },
    { provide: Door, useValue: { admit } },
    { provide: Refusals, useValue: { note: () => undefined } },
    BlockedSenders,
  ],
})
class Api {}

let app: NestExpressApplication;
let base: string;

beforeEach(async () => {
  app = await NestFactory.create<NestExpressApplication>(Api, { bodyParser: false, logger: false });
  configureHttp(app, declaredApi(app));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
  jest.clearAllMocks();
});

afterEach(async () => {
  await app.close();
});

const get = async (address: string, key: string, path = 'things') =>
  fetch(`${base}/${path}`, { headers: { 'x-forwarded-for': address, authorization: `Bearer ${key}` } });

it('refuses a key at its limit without looking it up or counting the request', async () => {
  for (const status of [200, 200, 429]) expect((await get('203.0.113.1', 'a')).status).toBe(status);
  jest.clearAllMocks();
  const refused = await Promise.all([get('203.0.113.1', 'a'), get('203.0.113.2', 'a')]);
  for (const answer of refused) {
    expect(answer.status).toBe(429);
    const retryAfter = Number(answer.headers.get('retry-after'));
    expect(retryAfter).toBeGreaterThan(0);
    expect(retryAfter).toBeLessThan(10);
    expect(answer.headers.get('ratelimit-limit')).toBe('2');
    expect(answer.headers.get('ratelimit-remaining')).toBe('0');
    expect(answer.headers.get('ratelimit-reset')).toBe(`${retryAfter}`);
    expect(await json(answer)).toMatchObject({ code: 'rate_limited', retry_after: retryAfter });
  }
  expect(admit).not.toHaveBeenCalled();
  expect(count).not.toHaveBeenCalled();
  expect((await get('203.0.113.1', 'b')).status).toBe(200);
});

it('refuses an address at its limit, whatever key it sends, except for probes', async () => {
  for (let sent = 0; sent < 6; sent++) expect((await get('203.0.113.3', 'revoked')).status).toBe(401);
  expect((await get('203.0.113.3', 'revoked')).status).toBe(429);
  jest.clearAllMocks();
  const refused = await get('203.0.113.3', 'c');
  expect([refused.status, refused.headers.get('ratelimit-limit')]).toEqual([429, '6']);
  expect(admit).not.toHaveBeenCalled();
  expect(count).not.toHaveBeenCalled();
  expect((await get('203.0.113.3', 'c', 'health')).status).toBe(200);
  expect((await get('203.0.113.4', 'c')).status).toBe(200);
});

it('counts the addresses of an IPv6 network together', async () => {
  for (let sent = 0; sent < 6; sent++) expect((await get(`2001:db8::${sent + 1}`, 'revoked')).status).toBe(401);
  expect((await get('2001:db8::ffff', 'revoked')).status).toBe(429);
  expect((await get('2001:db8:0:1::1', 'revoked')).status).toBe(401);
});

it('takes a second to refuse, which slows down clients that do not wait', async () => {
  for (const status of [200, 200]) expect((await get('203.0.113.5', 'd')).status).toBe(status);
  const start = performance.now();
  await get('203.0.113.5', 'd');
  await get('203.0.113.5', 'd');
  expect(performance.now() - start).toBeGreaterThan(1_990);
});
