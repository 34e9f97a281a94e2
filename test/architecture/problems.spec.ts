import type { OpenAPIObject } from '@nestjs/swagger';
import { REFUSALS } from '../../src/api/http/problems/document-problems';
import { isProblemCode, PROBLEMS } from '../../src/api/http/problems/problems';
import { previewDocument } from '../../src/cli/docs/preview';
import { read, sourcesIn } from './sources';

let document: OpenAPIObject;

beforeAll(async () => {
  document = await previewDocument();
});

/** The codes that a call documents for each status, such as `400 invalid_limit`. */
function documented(path: string, method: 'get' | 'post' | 'put'): string[] {
  const operation = document.paths[path]?.[method];
  return Object.entries(operation?.responses ?? {})
    .filter(([status]) => Number(status) >= 400)
    .flatMap(([status, response]) => {
      const description = response && 'description' in response ? response.description : '';
      return description.split(', ').map((code) => `${status} ${code}`);
    })
    .sort();
}

describe('the catalogue of problems', () => {
  it('has every code that is thrown', () => {
    const thrown = sourcesIn('src').flatMap((file) =>
      [...read(file).matchAll(/new (?:Coded|Parameter)Error\(\s*'(\w+)'/g)].map(([, code = '']) => code),
    );
    expect(thrown.length).toBeGreaterThan(30);
    expect(thrown.filter((code) => !isProblemCode(code))).toEqual([]);
  });

  it('has no code that no call documents, apart from those of requests that are refused, and of what is no call', () => {
    const text = JSON.stringify(document.paths);
    const undocumented = Object.keys(PROBLEMS).filter((code) => !text.includes(`"code":"${code}"`));
    expect(new Set(undocumented)).toEqual(new Set([...REFUSALS, 'unknown_route', 'log_in_failed']));
  });

  it('fills in every placeholder of a text in its example', () => {
    for (const [code, { text, ...kind }] of Object.entries(PROBLEMS)) {
      const names = [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect([code, ...Object.keys('example' in kind ? kind.example : {}).sort()]).toEqual([code, ...names.sort()]);
    }
  });
});

/** The schema that a schema refers to, or itself. */
function resolved(schema: object): object {
  const name = '$ref' in schema ? String(schema.$ref).split('/').at(-1) : undefined;
  return name === undefined ? schema : (document.components?.schemas?.[name] ?? {});
}

/** What a body consists of that takes any text, or any further fields: its paths. */
function unlimited(path: string, given: object): string[] {
  const schema = resolved(given);
  if ('properties' in schema && typeof schema.properties === 'object' && schema.properties !== null) {
    const isOpen = !('additionalProperties' in schema) || schema.additionalProperties !== false;
    const properties = Object.entries<unknown>({ ...schema.properties });
    const below = properties.flatMap(([name, each]) => (isObject(each) ? unlimited(`${path}.${name}`, each) : []));
    return isOpen ? [path, ...below] : below;
  }
  if ('items' in schema && isObject(schema.items)) return unlimited(`${path}[]`, schema.items);
  const isText = 'type' in schema && [schema.type].flat().includes('string');
  return isText && !['pattern', 'format', 'enum', 'maxLength'].some((word) => word in schema) ? [path] : [];
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

describe('the documentation of a call', () => {
  it('says which texts it takes as parameters and in its body, and that it takes no other fields', () => {
    const operations = Object.values(document.paths).flatMap(({ get, post, put }) => [get, post, put]);
    const parameters = operations.flatMap((operation) => operation?.parameters ?? []);
    const bodies = operations.flatMap((operation) => {
      const body = operation?.requestBody;
      return body && 'content' in body ? [body.content['application/json']?.schema ?? {}] : [];
    });
    expect(bodies.filter((body) => '$ref' in body)).toHaveLength(13);
    expect(bodies.flatMap((body) => unlimited('body', body))).toEqual([
      // Rejected by itself, and what else it has is ignored, as in a file.
      'body.observations[]',
    ]);
    const texts = parameters.flatMap((each) => ('in' in each ? unlimited(each.name, each.schema ?? {}) : []));
    // Whatever does not match is another tag.
    expect([...new Set(texts)]).toEqual(['If-None-Match']);
  });

  it('has the errors of its parameters, of its body and of its own, each once', () => {
    expect(documented('/stores/{store_id}/uptime', 'get')).toEqual([
      '400 invalid_cursor',
      '400 invalid_default_status',
      '400 invalid_explain',
      '400 invalid_from',
      '400 invalid_lost_sales',
      '400 invalid_range',
      '400 invalid_store_id',
      '400 invalid_to',
      '400 malformed_request',
      '401 key_required',
      '401 wrong_key',
      '403 scope_missing',
      '404 store_not_found',
      '422 invalid_closures',
      '422 invalid_unknown_after',
      '422 observations_dropped',
      '422 range_too_long',
      '422 unknown_parameter',
      '429 rate_limited',
      '500 internal_error',
      '503 service_unavailable',
      '507 no_space',
    ]);
    expect(documented('/stores/{store_id}/timezone', 'put')).toEqual([
      '400 client_gone',
      '400 invalid_store_id',
      '400 malformed_gzip',
      '400 malformed_request',
      '401 key_required',
      '401 wrong_key',
      '403 cross_origin',
      '403 scope_missing',
      '404 store_not_found',
      '408 upload_stalled',
      '413 body_too_large',
      '415 unsupported_encoding',
      '415 unsupported_media_type',
      '422 invalid_body',
      '422 invalid_date',
      '422 invalid_timezone',
      '422 missing_field',
      '422 unknown_field',
      '422 unknown_parameter',
      '422 unknown_timezone',
      '429 rate_limited',
      '500 internal_error',
      '503 service_unavailable',
      '503 too_busy',
      '507 no_space',
    ]);
    expect(documented('/trigger_report', 'post')).toContain('422 invalid_default_status');
  });
});
