import type { OpenAPIObject } from '@nestjs/swagger';
import { IMPORT_KINDS, type ImportKind } from '../../ingestion/csv/columns';

const DECLARED = '/imports/{kind}';

/** How the OpenAPI document shows the import of each kind. */
const KINDS: Readonly<Record<ImportKind, { operationId: string; summary: string; example: string }>> = {
  'store-status': {
    operationId: 'importStoreStatus',
    summary: 'Import observations',
    example: 'store_id,status,timestamp_utc\n42,active,2024-10-03 23:33:20.412748 UTC\n',
  },
  'business-hours': {
    operationId: 'importBusinessHours',
    summary: 'Import business hours',
    example:
      'store_id,dayOfWeek,start_time_local,end_time_local,effective_from\n42,0,09:00:00,17:00:00,\n42,0,10:00:00,17:00:00,2024-10-07\n',
  },
  timezones: {
    operationId: 'importTimezones',
    summary: 'Import time zones',
    example: 'store_id,timezone_str,effective_from\n42,America/New_York,2024-10-07\n',
  },
  'special-hours': {
    operationId: 'importSpecialHours',
    summary: 'Import the hours of special dates',
    example: 'store_id,date,start_time_local,end_time_local\n42,2024-11-28,,\n42,2024-12-24,09:00:00,14:00:00\n',
  },
  closures: {
    operationId: 'importClosures',
    summary: 'Import closures',
    example: 'store_id,from,to,reason\n42,2024-10-03 18:00:00 UTC,2024-10-05 06:00:00 UTC,kitchen refit\n',
  },
  stores: {
    operationId: 'importStores',
    summary: 'Import names and attributes of stores',
    example: 'store_id,name,region,brand\n42,Main Street,West,Taco Town\n',
  },
};

/**
 * The API with a path for each kind of import instead of one for all: to OpenAPI, `/imports/{kind}` and
 * `/imports/{import_id}` are one path, whose `POST` and `GET` would share a parameter.
 */
export function withPathOfEachKind(declared: OpenAPIObject): OpenAPIObject {
  const paths: OpenAPIObject['paths'] = {};
  for (const [path, item] of Object.entries(declared.paths)) {
    const { post } = item;
    if (path !== DECLARED || !post) {
      paths[path] = item;
      continue;
    }
    const parameters = post.parameters?.filter((parameter) => !('name' in parameter && parameter.name === 'kind'));
    // A 404 is for kinds that are unknown.
    const responses = Object.fromEntries(Object.entries(post.responses).filter(([status]) => status !== '404'));
    for (const kind of IMPORT_KINDS) {
      const { example, ...names } = KINDS[kind];
      paths[`/imports/${kind}`] = {
        post: { ...post, ...names, parameters, responses, requestBody: csvBody(example) },
      };
    }
  }
  return { ...declared, paths };
}

function csvBody(example: string) {
  return {
    required: true,
    content: {
      'text/csv': { schema: { type: 'string', format: 'binary' }, example },
      'multipart/form-data': {
        schema: {
          type: 'object',
          required: ['file'],
          // Control characters would end or break the header of a part.
          propertyNames: { pattern: '^[^\\x00-\\x08\\x0a-\\x1f\\x7f]*$' },
          properties: {
            file: {
              type: 'string',
              format: 'binary',
              description: 'One file, under any field name; other fields are ignored.',
            },
          },
        },
      },
    },
  };
}
