import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { VERSION } from '../../common/version';
import { withPathOfEachKind } from '../imports/import-paths';
import { SECURITY_SCHEMES } from './access/access';
import { useNullTypes } from './null-types';
import { documentProblems, refusedResponse } from './problems/document-problems';

/** The parts of the API, in the order of docs/api.md. */
const TAGS: readonly (readonly [name: string, description: string])[] = [
  ['reports', 'Uptime and downtime of stores in some windows, computed on request.'],
  ['imports', 'Files of observations, schedules and closures, and what became of them.'],
  ['observations', 'Observations as JSON, written before the answer.'],
  ['stores', 'Stores: their schedules, observations and outages, and their uptime over any range.'],
  ['closures', 'Planned downtime, of a store or of all.'],
  ['outages', 'Inactive status runs as far as they cost business time.'],
  ['fleet', 'Counts and shares over all stores.'],
  ['targets', 'What share of uptime is good enough, and how stores stand to it in a month.'],
  ['keys', 'API keys, and what each allows.'],
  ['session', 'Logging in, for the page.'],
  ['audit', 'Who changed what, and who was refused.'],
  ['health', 'Probes.'],
];

const [BEARER, API_KEY] = SECURITY_SCHEMES;

/**
 * The API as its controllers declare it: each of its paths is a route. To find that out takes as long as to load them.
 */
export function declaredApi(app: INestApplication): OpenAPIObject {
  for (const controller of controllersOf(app)) documentProblems(controller);
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Restaurant Monitor API')
    .setDescription(
      'Turns polls of stores into exact uptime and downtime within each store’s own business hours and time zone. Errors are RFC 9457 problem details with a stable `code`.',
    )
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .addSecurity(BEARER, { type: 'http', scheme: 'bearer', description: 'An API key' })
    .addSecurity(API_KEY, { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same' });
  for (const [name, text] of TAGS) description.addTag(name, text);
  return SwaggerModule.createDocument(app, description.build());
}

/** The same, as `npm run build` has written it down. */
export function builtApi(): OpenAPIObject {
  return z.custom<OpenAPIObject>().parse(JSON.parse(readFileSync(join(__dirname, '../../../api.json'), 'utf8')));
}

/**
 * The document that is published: for `/docs`, for generated clients, and for the page's types.
 * @param basePath the path below which others find those of the API
 */
export function openApiDocument(declared: OpenAPIObject, basePath = '/'): OpenAPIObject {
  // A copy, as Nest's objects are those of its decorators.
  const document = structuredClone(withPathOfEachKind(declared));
  document.servers = [{ url: basePath, description: 'This service' }];
  document.info.contact = { name: 'Whoever runs this service' };
  useNullTypes(document);
  useExamples(document);
  documentRefusals(document);
  return document;
}

/** Says of every operation what else it may answer. */
function documentRefusals({ paths, components }: OpenAPIObject): void {
  if (!components) throw new Error('the document has no components');
  components.responses = { Refused: refusedResponse() };
  for (const { responses } of operationsIn(paths)) responses.default = { $ref: '#/components/responses/Refused' };
}

/**
 * Within the schema of a parameter, OpenAPI 3.1 has `examples` instead of `example`. Beside it, `example` is what Swagger UI
 * fills in, so only parameters that are required have theirs there.
 */
function useExamples({ paths }: OpenAPIObject): void {
  for (const parameter of operationsIn(paths).flatMap((operation) => operation.parameters ?? [])) {
    if (!('schema' in parameter) || !parameter.schema || !('example' in parameter.schema)) continue;
    const { schema } = parameter;
    const example: unknown = schema.example;
    delete schema.example;
    if (parameter.required) Object.assign(parameter, { example });
    else Object.assign(schema, { examples: [example] });
  }
}

function operationsIn(paths: OpenAPIObject['paths']) {
  return Object.values(paths).flatMap(({ get, post, put, patch, delete: remove }) =>
    [get, post, put, patch, remove].filter((one) => one !== undefined),
  );
}

function controllersOf(app: INestApplication): Type[] {
  const modules = [...app.get(ModulesContainer).values()];
  return modules
    .flatMap(({ controllers }) => [...controllers.values()])
    .map(({ metatype }) => metatype)
    .filter(isClass);
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function';
}
