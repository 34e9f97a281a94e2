import { type DynamicModule, Module, RequestMethod, type Type } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants';
import { ModulesContainer, NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module';
import { accessOf } from '../../src/api/http/access/access';
import { ProbesModule } from '../../src/api/probes/probes.module';
import { KafkaConsumerModule } from '../../src/ingestion/kafka/kafka-consumer.module';
import { ConfigModule } from '../../src/platform/config/config.module';
import { readSettings } from '../../src/platform/config/settings';
import { ReportWorkersModule } from '../../src/reports/workers/report-workers.module';
import { previewDocument } from '../../src/cli/docs/preview';

const SETTINGS = { ...readSettings({}), DATABASE_URL: 'postgres://none', REDIS_URL: 'redis://none' };

/** The methods of a process that handle requests. */
async function handlersOf(module: DynamicModule): Promise<{ name: string; handler: object }[]> {
  const app = await NestFactory.createApplicationContext(module, { preview: true, logger: false });
  const controllers = [...app.get(ModulesContainer).values()]
    .flatMap((each) => [...each.controllers.values()])
    .map(({ metatype }) => metatype)
    .filter(isClass);
  return controllers.flatMap((controller) => {
    const prototype: object = controller.prototype;
    return Object.entries(Object.getOwnPropertyDescriptors(prototype)).flatMap(([name, { value }]) => {
      const handler: unknown = value;
      return typeof handler === 'function' && Reflect.hasMetadata(METHOD_METADATA, handler)
        ? [{ name: `${controller.name}.${name}`, handler }]
        : [];
    });
  });
}

@Module({})
class BackgroundModule {}

/** A process beside the HTTP process. */
function inBackground(...modules: NonNullable<DynamicModule['imports']>): DynamicModule {
  return { module: BackgroundModule, imports: [ConfigModule.with(SETTINGS), ...modules] };
}

function isClass(value: unknown): value is Type & { prototype: object } {
  return typeof value === 'function';
}

it('each handler of each process says which scope it needs', async () => {
  const processes = [
    AppModule.with(SETTINGS),
    inBackground(ReportWorkersModule, ProbesModule.with({ redis: true })),
    inBackground(KafkaConsumerModule, ProbesModule.with({ redis: false })),
  ];
  const [http = [], ...others] = await Promise.all(processes.map(handlersOf));
  expect(http.length).toBeGreaterThan(25);
  for (const handlers of others) {
    expect(handlers.map(({ name }) => name)).toEqual([
      'ProbesController.live',
      'ProbesController.ready',
      'ProbesController.show',
    ]);
  }
  expect([...http, ...others.flat()].filter(({ handler }) => !accessOf(handler)).map(({ name }) => name)).toEqual([]);
});

it('whoever only reads needs another scope than whoever writes', async () => {
  const handlers = await handlersOf(AppModule.with(SETTINGS));
  const scopes = handlers.map(({ name, handler }) => {
    const isRead = Reflect.getMetadata(METHOD_METADATA, handler) === RequestMethod.GET;
    return [name, isRead, accessOf(handler)?.scope ?? 'none'] as const;
  });
  const unlike = scopes.filter(([name, isRead, scope]) => {
    if (/^(Keys|Audit|Queues)Controller/.test(name)) return scope !== 'admin';
    if (/^(Session|Oidc)Controller/.test(name)) return scope !== 'none';
    return isRead ? !['read', 'none'].includes(scope) : !['ingest', 'report'].includes(scope);
  });
  expect(unlike).toEqual([]);
  expect(scopes.filter(([, , scope]) => scope === 'none').map(([name]) => name)).toEqual([
    'HealthController.healthy',
    'HealthController.live',
    'HealthController.ready',
    'OidcController.begin',
    'OidcController.finish',
    'SessionController.show',
    'SessionController.logIn',
    'SessionController.logOut',
  ]);
});

describe('the OpenAPI document', () => {
  let document: OpenAPIObject;
  beforeAll(async () => {
    document = await previewDocument();
  });

  it('has the ways to show a key that it names', () => {
    expect(document.components?.securitySchemes).toMatchObject({
      bearer: { type: 'http', scheme: 'bearer' },
      api_key: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
    });
  });

  it('says of each operation which scope it needs, and that it may be refused', () => {
    const operations = Object.entries(document.paths).flatMap(([path, { get, post, put, delete: remove }]) =>
      [get, post, put, remove].flatMap((operation) => (operation ? [{ path, operation }] : [])),
    );
    expect(operations.length).toBeGreaterThan(25);
    for (const { path, operation } of operations) {
      const { security = [], responses } = operation;
      const isOpen = /^\/(health|session)/.test(path);
      const ways = security.flatMap((each) => Object.entries(each));
      expect(security.some((each) => Object.keys(each).length === 0)).toBe(isOpen);
      if (isOpen) continue;
      expect(ways.map(([name]) => name).sort()).toEqual(['api_key', 'bearer']);
      expect(new Set(ways.flatMap(([, scopes]) => scopes)).size).toBe(1);
      expect(['401' in responses, '403' in responses, '429' in responses]).toEqual([true, true, true]);
    }
  });
});
