import { Agent, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { z } from 'zod';
import { TestDatabase } from '../../../../test/support/postgres';
import { json, emptyDataDir, removeDataDir, text } from '../../../../test/support/service';
import { addStores, removeStores } from '../../../../test/support/stores';
import { AppModule } from '../../../app.module';
import { HOUR, MINUTE } from '../../../calculator/instants';
import { readSettings } from '../../../platform/config/settings';
import { type EmbeddedRedis, startEmbeddedRedis } from '../../../platform/embedded/embedded-redis';
import { configureHttp } from '../configure-http';
import { declaredApi } from '../openapi';

/** Wednesday noon. */
const NOON = Date.UTC(2024, 9, 9, 12) * 1000;
const REPORT_ID = '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11';
const OTHER_REPORT_ID = '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a12';
const STORE_ID = '42';

interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly example?: unknown;
  readonly items?: Schema | undefined;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
}

const schemaSchema: z.ZodType<Schema> = z.lazy(() =>
  z.looseObject({
    $ref: z.string().optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    example: z.unknown().optional(),
    items: schemaSchema.optional(),
    properties: z.record(z.string(), schemaSchema).optional(),
  }),
);

const parameterSchema = z.looseObject({
  name: z.string(),
  in: z.enum(['query', 'path', 'header']),
  schema: schemaSchema.optional(),
});

const operationSchema = z.looseObject({
  parameters: z.array(parameterSchema).default([]),
  requestBody: z
    .looseObject({ content: z.record(z.string(), z.looseObject({ schema: schemaSchema.optional() })) })
    .optional(),
});

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), operationSchema)),
  components: z.looseObject({ schemas: z.record(z.string(), schemaSchema) }),
});

type Operation = z.infer<typeof operationSchema> & { readonly method: string; readonly path: string };

/** The least and the greatest of each type, what is just beyond, and what is no value at all. */
const NUMBERS = [
  ...['0', '-0', '1', '-1', '1.5', '1e3', '1e400', 'NaN', 'Infinity', '0x10', '+1', '१', '9'.repeat(9), '9'.repeat(16)],
  ...[31n, 53n, 63n].flatMap((bits) => [2n ** bits - 1n, 2n ** bits, -(2n ** bits), -(2n ** bits) - 1n]).map(String),
];
const INSTANTS = [
  ...['0000-01-01T00:00:00+23:59', '1684-08-04T23:59:59Z', '1684-08-05T12:00:00Z', '1969-12-31T23:59:59.999999Z'],
  ...['2255-06-05T12:00:00Z', '2255-06-06T00:00:00Z', '9999-12-31T23:59:59.999999-23:59', '10000-01-01', 'infinity'],
];
const TEXTS = [
  ...[
    '',
    ' ',
    'a',
    'A'.repeat(128),
    'A'.repeat(129),
    'a'.repeat(4000),
    '\0',
    'a\0',
    '\n',
    '\u{1f355}',
    "'",
    '"',
    '\\',
    '%',
  ],
  ...['null', 'true', '__proto__', 'constructor', '[]', '{}', '..', '/', '~', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
];
const VALUES = [...NUMBERS, ...INSTANTS, ...TEXTS];
/** What stands for no text in an address. */
const NO_TEXTS = ['%ED%A0%80', '%FF', '%C0%80', '%'];
/** Values of a body, as JSON. */
const JSON_VALUES = [
  ...VALUES.map((value) => JSON.stringify(value)),
  ...[
    'null',
    'true',
    '0',
    '-0',
    '1',
    '-1',
    '0.5',
    '1e21',
    '1e308',
    '-1e308',
    '1e400',
    '2147483648',
    '9007199254740993',
  ],
  ...['[]', '[null]', '[[]]', '{}', '{"a":1}', '[{}]', JSON.stringify(Array(101).fill(null)), '"\\ud800"'],
  '['.repeat(5000) + ']'.repeat(5000),
];

/** By these, the stores go down together twice. */
const INCIDENTS = {
  ...{ from: '2024-10-09T11:00:00Z', to: '2024-10-09T13:00:00Z' },
  ...{ within: '5m', at_least: '2', times: '1' },
};

const AT_A_TIME = 8;
const agent = new Agent({ keepAlive: true });

let test: TestDatabase | undefined;
let redis: EmbeddedRedis | undefined;
let app: NestExpressApplication | undefined;
let dataDir: string;
let base: string;
let operations: readonly Operation[];
let schemas: Readonly<Record<string, Schema>>;
let importId: string;
let incidentId: string;
let authorization: string | undefined;

beforeAll(async () => {
  dataDir = await emptyDataDir();
  test = await TestDatabase.start();
  redis = await startEmbeddedRedis(dataDir);
  // A call that is refused for its number proves nothing.
  const unlimited = { RATE_LIMIT_PER_KEY: '10000000', RATE_LIMIT_PER_ADDRESS: '10000000' };
  const own = { DEFAULT_TIMEZONE: 'UTC', LEDGER_MAX: '3', LOG_LEVEL: 'silent', DATA_DIR: dataDir };
  const read = readSettings({ ...own, ...unlimited });
  const settings = { ...read, DATABASE_URL: test.url, REDIS_URL: redis.url };
  app = await NestFactory.create<NestExpressApplication>(AppModule.with(settings), {
    bodyParser: false,
    logger: false,
  });
  configureHttp(app, declaredApi(app));
  await app.listen(0, '127.0.0.1');
  base = await app.getUrl();
  // Of keys and of the audit, too, there are more than one.
  for (let made = 0; made < 3; made++) await newKey();
  const document = documentSchema.parse(await json(await fetch(`${base}/docs-json`)));
  ({ schemas } = document.components);
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method: method.toUpperCase() })),
  );
});

/** The first one needs none; from then on, everybody needs one. */
async function newKey(): Promise<void> {
  const answer = await fetch(`${base}/keys`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(authorization !== undefined && { authorization }) },
    body: JSON.stringify({ name: 'tester', scopes: ['read', 'ingest', 'report', 'admin'] }),
  });
  authorization = `Bearer ${text(await json(answer), 'key')}`;
}

beforeEach(async () => {
  if (test) await fill(test);
  const found = await fetch(`${base}/incidents?${new URLSearchParams(INCIDENTS).toString()}`, {
    headers: { authorization: authorization ?? '' },
  });
  incidentId = /"incident_id":"(\w+)"/.exec(await found.text())?.[1] ?? '';
});

afterAll(async () => {
  agent.destroy();
  await app?.close();
  await redis?.stop();
  await test?.stop();
  await removeDataDir(dataDir);
});

/** Fills every list with more items than one. */
async function fill({ database }: TestDatabase): Promise<void> {
  await database.pool.query('TRUNCATE report, import, attribute, store_attributes, target CASCADE');
  await removeStores(database);
  const runs = [-3 * 24 * 60, 0, 1, 2, 3, 30, 40].map((minute) => ({
    startedAt: NOON + minute * MINUTE,
    active: ![0, 2, 30].includes(minute),
  }));
  await addStores(
    database,
    [STORE_ID, '43', '44'].map((id) => ({ id, runs, hours: [{ dayOfWeek: 2, opens: 0, closes: 24 * HOUR }] })),
  );
  await database.pool.query(`
    INSERT INTO import (import_id, kind, source)
    SELECT gen_random_uuid(), 'store-status', source FROM unnest('{csv,csv,json,json,kafka,kafka}'::text[]) source;
    SELECT create_observation_partition(started_at) FROM status_run;
    INSERT INTO observation (bucket, store_key, observed_at, import_key, active)
    SELECT bucket, store_key, started_at, (SELECT max(import_key) FROM import), active FROM status_run;
    INSERT INTO attribute (attribute_key, name) VALUES ('region', 'region'), ('brand', 'brand');
    INSERT INTO store_attributes (bucket, store_id, attributes)
    SELECT bucket, store_id, jsonb_build_object('region', store_id) FROM store;
    INSERT INTO target (scope, attribute_key, subject, percent, set_by) VALUES
      ('fleet', '', '', '99', 'anonymous'), ('attribute', 'region', '43', '99.9', 'anonymous'), ('store', '', '43', '99.95', 'anonymous');
    INSERT INTO closure (closure_id, store_id, starts_at, ends_at, reason, declared_at, declared_by, import_id)
    SELECT gen_random_uuid(), '${STORE_ID}', started_at, started_at + interval '1 hour', '', now(), 'anonymous', gen_random_uuid()
    FROM status_run JOIN store USING (store_key) WHERE store_id = '${STORE_ID}';
    INSERT INTO schedule_change (import_key, import_id, store_id, part, subject, before, after, changed_from, changed_to)
    SELECT import_key, import_id, '${STORE_ID}', 'timezones', '', '', 'UTC', '-infinity', 'infinity' FROM import`);
  const header = 'store_id,uptime_last_hour,uptime_last_day,uptime_last_week,downtime_last_hour,downtime_last_day,';
  const csv = `${STORE_ID},60.00,24.00,168.00,0.00,0.00,0.00\n43,0.00,0.25,10.00,60.00,23.75,158.00\n`;
  const bytes = Buffer.byteLength(`${header}downtime_last_week\n${csv}`);
  // The other one has other figures of each store.
  const others = csv.replace(',60.00', ',59.00').replace('43,0.00', '43,1.00');
  for (const [reportId, lines] of [
    [REPORT_ID, csv],
    [OTHER_REPORT_ID, others],
  ]) {
    await database.pool.query(
      `INSERT INTO report (report_id, status, request_sha256, default_status, default_timezone, end_of_day_grace, as_of,
                           finished_at, csv_bytes, csv_sha256, stores_total, stores_done, tz_release)
       VALUES ($1, 'Complete', '', 'active', 'UTC', false, '2024-10-09 13:00Z', now(), $2, '', 2, 2, '')`,
      [reportId, bytes],
    );
    await database.pool.query(
      `INSERT INTO report_shard (report_id, shard, part, first_store_id, last_store_id, stores, csv, figures, zones)
       VALUES ($1, 0, 0, '42', '43', 2, convert_to($2, 'UTF8'), decode(repeat('00', 2 * 13 * 8), 'hex'), '{UTC}')`,
      [reportId, lines],
    );
  }
  const found = await database.pool.query<{ import_id: string }>('SELECT import_id FROM import LIMIT 1');
  importId = found.rows[0]?.import_id ?? '';
}

/** What a call asks for; all but the paths are text as it is in an address. */
interface Call {
  readonly operation: Operation;
  /** The values of parameters in the path, encoded. */
  readonly path?: Readonly<Record<string, string>>;
  /** The query, encoded. */
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

function address({ operation, path = {}, query = '' }: Call): string {
  const known: Record<string, string> = {
    report_id: REPORT_ID,
    import_id: importId,
    store_id: STORE_ID,
    attribute: 'region',
    incident_id: incidentId,
    ...path,
  };
  const filled = operation.path.replace(/\{(\w+)\}/g, (_, name: string) => known[name] ?? name);
  return `${base}${filled}${query === '' ? '' : `?${query}`}`;
}

interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Not by `fetch`, which would take a quarter of the time of so many calls. */
async function send(call: Call): Promise<Answer> {
  const { operation, headers = {}, body } = call;
  const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  return new Promise((resolve, reject) => {
    const sent = request(
      address(call),
      {
        agent,
        method: operation.method,
        headers: { ...type, ...(authorization !== undefined && { authorization }), ...headers },
      },
      (answer) => {
        const { statusCode: status = 0, headers } = answer;
        textOf(answer).then((body) => {
          resolve({ status, type: headers['content-type'] ?? '', body });
        }, reject);
      },
    );
    sent.on('error', reject);
    sent.end(body);
  });
}

function parsed({ body }: Answer): Record<string, unknown> {
  return z.record(z.string(), z.unknown()).parse(JSON.parse(body));
}

/** Sends calls, a few at a time; returns those that are answered with a 5xx, or not to the end. */
async function failures(calls: Iterable<Call>): Promise<string[]> {
  const failed: string[] = [];
  const left = calls[Symbol.iterator]();
  const sendSome = async () => {
    for (let next = left.next(); !next.done; next = left.next()) {
      const { value: call } = next;
      const answer = await send(call).catch(String);
      if (typeof answer !== 'string' && answer.status < 500) continue;
      const told = typeof answer === 'string' ? answer : answer.body;
      failed.push(`${call.operation.method} ${address(call)} ${call.body ?? ''}`.slice(0, 300) + `: ${told}`);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, sendSome));
  return failed;
}

function queryOf(operation: Operation, parameters: Readonly<Record<string, string>>): string {
  const ofReports = operation.path === '/get_report' ? { report_id: REPORT_ID } : {};
  const ofDiff = operation.path.endsWith('/diff') ? { against: OTHER_REPORT_ID } : {};
  const ofGroups = /\/(groups|status)$/.test(operation.path) ? { by: 'region,timezone' } : {};
  const ofIncidents = operation.path.startsWith('/incidents') ? INCIDENTS : {};
  const ofMonth = /\/(target|status)$/.test(operation.path) ? { month: '2024-10' } : {};
  const ofValue = operation.path.endsWith('/{attribute}') ? { value: '43' } : {};
  const ofRange = operation.path.endsWith('/uptime') || operation.path.endsWith('outages');
  const range = ofRange ? { from: '2024-10-09T12:00:30Z', to: '2024-10-09T13:00:00Z' } : {};
  return Object.entries({
    ...ofReports,
    ...ofDiff,
    ...ofGroups,
    ...ofIncidents,
    ...ofMonth,
    ...ofValue,
    ...range,
    ...parameters,
  })
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

function* withExtremeParameters(): Generator<Call> {
  const encoded = [...VALUES.map(encodeURIComponent), ...NO_TEXTS];
  for (const operation of operations) {
    for (const { name, in: place } of operation.parameters) {
      for (const value of encoded) {
        if (place === 'path') yield { operation, path: { [name]: value }, query: queryOf(operation, {}) };
        if (place !== 'query') continue;
        yield { operation, query: queryOf(operation, { [name]: value }) };
        if (name === 'attributes') yield { operation, query: queryOf(operation, { 'attributes[region]': value }) };
      }
      if (place !== 'query') continue;
      yield { operation, query: `${queryOf(operation, { [name]: '1' })}&${name}=2` };
      for (const inBrackets of ['', '0', 'a', '__proto__']) yield { operation, query: `${name}[${inBrackets}]=1` };
    }
  }
}

function* withExtremeHeaders(): Generator<Call> {
  // Others cannot be sent at all.
  const values = [...VALUES.filter((value) => /^[\x20-\x7e]*$/.test(value)), '\xff', 'a'.repeat(256)];
  for (const operation of operations) {
    for (const { name, in: place } of operation.parameters) {
      if (place !== 'header') continue;
      for (const value of values) yield { operation, headers: { [name]: value }, ...bodyOf(operation) };
    }
  }
}

/** The calls that take a body of JSON. */
function withBodies(): Operation[] {
  return operations.filter((operation) => schemaOf(operation) !== undefined);
}

function schemaOf({ requestBody }: Operation): Schema | undefined {
  return requestBody?.content['application/json']?.schema;
}

function bodyOf(operation: Operation): { body?: string } {
  const schema = schemaOf(operation);
  return schema ? { body: JSON.stringify(exampleOf(schema)) } : {};
}

function exampleOf(given: Schema): unknown {
  const schema = resolved(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.items) return [exampleOf(schema.items)];
  const properties = Object.entries(schema.properties ?? {});
  return Object.fromEntries(properties.map(([name, property]) => [name, exampleOf(property)]));
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name === undefined ? schema : (schemas[name] ?? {});
}

/** The texts of an example with each of its values, at any depth, replaced in turn. */
function* replacedIn(example: unknown): Generator<string> {
  yield* JSON_VALUES;
  if (typeof example !== 'object' || example === null) return;
  const entries = Object.entries(example);
  for (const [replaced, value] of entries) {
    for (const text of replacedIn(value)) {
      const members = entries.map(([name, other]) => [name, name === replaced ? text : JSON.stringify(other)] as const);
      yield Array.isArray(example)
        ? `[${members.map(([, member]) => member).join()}]`
        : `{${members.map(([name, member]) => `${JSON.stringify(name)}:${member}`).join()}}`;
    }
  }
}

function* withExtremeBodies(): Generator<Call> {
  for (const operation of withBodies()) {
    for (const body of replacedIn(exampleOf(schemaOf(operation) ?? {}))) yield { operation, body };
  }
}

/** One query for each choice of each parameter of a list, with pages as short as they can be. */
function listsOf(operation: Operation): string[] {
  const names = operation.parameters.map(({ name }) => name);
  const paged = Object.fromEntries(
    Object.entries({ limit: '1', explain: 'true' }).filter(([name]) => names.includes(name)),
  );
  const choices = operation.parameters.flatMap(({ name, schema = {} }) => {
    const values = schema.type === 'boolean' ? ['true', 'false'] : (schema.enum ?? []);
    return values.map((value) => ({ [name]: String(value) }));
  });
  return [{}, ...choices].map((choice) => queryOf(operation, { ...paged, ...choice }));
}

/** All cursors of a list, from page to page. */
async function cursorsOf(operation: Operation, list: string): Promise<string[]> {
  const cursors: string[] = [];
  for (let query = list; cursors.length < 50;) {
    const answer = await send({ operation, query });
    if (!answer.type.includes('json')) break;
    const { next_cursor: next } = parsed(answer);
    if (typeof next !== 'string') break;
    cursors.push(next);
    query = `${list}&cursor=${next}`;
  }
  return cursors;
}

/** Cursors like a given one, with each of their members replaced in turn. */
function forgedFrom(cursor: string): string[] {
  const members = Buffer.from(cursor, 'base64url').toString().split(' ');
  const values = [...NUMBERS, ...TEXTS, `${members.at(-1)} 1`];
  return members.flatMap((_, replaced) =>
    values.map((value) => Buffer.from(members.with(replaced, value).join(' ')).toString('base64url')),
  );
}

async function withForgedCursors(): Promise<Call[]> {
  const calls: Call[] = [];
  for (const operation of operations) {
    if (!operation.parameters.some(({ name }) => name === 'cursor')) continue;
    const known = new Set<string>();
    for (const list of listsOf(operation)) {
      for (const cursor of await cursorsOf(operation, list)) {
        // One of each shape is enough.
        const shape = Buffer.from(cursor, 'base64url').toString().slice(9).replaceAll(/\d+/g, '0');
        if (known.has(shape)) continue;
        known.add(shape);
        for (const forged of forgedFrom(cursor)) calls.push({ operation, query: `${list}&cursor=${forged}` });
      }
    }
    expect({ list: operation.path, hasCursors: known.size > 0 }).toEqual({ list: operation.path, hasCursors: true });
  }
  return calls;
}

describe('no value makes the service fail', () => {
  it('as a parameter in the path or the query', async () => {
    expect(await failures(withExtremeParameters())).toEqual([]);
  });

  it('as a header', async () => {
    expect(await failures(withExtremeHeaders())).toEqual([]);
  });

  it('in a body', async () => {
    expect(await failures(withExtremeBodies())).toEqual([]);
  });

  it('as a member of a cursor', async () => {
    expect(await failures(await withForgedCursors())).toEqual([]);
  });
});

describe('names that every object has', () => {
  const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty', 'prototype'];

  it.each(NAMES)('are unknown fields of every body: %s', async (name) => {
    for (const operation of withBodies()) {
      const example = JSON.stringify(exampleOf(schemaOf(operation) ?? {}));
      for (const body of [`{"${name}":1}`, `{"${name}":{}}`, example.replace('{', `{"${name}":1,`)]) {
        const answer = parsed(await send({ operation, body }));
        expect({ operation: operation.path, body, answer }).toMatchObject({
          answer: { status: 422, code: 'unknown_field', detail: `Unknown field: ${name}.` },
        });
      }
    }
  });

  it.each(NAMES)('are unknown parameters of every query: %s', async (name) => {
    for (const operation of operations) {
      const answer = parsed(await send({ operation, query: `${name}=1`, ...bodyOf(operation) }));
      expect({ operation: operation.path, answer }).toMatchObject({
        answer: { code: 'unknown_parameter', detail: `Unknown query parameter: ${name}.` },
      });
    }
  });
});
