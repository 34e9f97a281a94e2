import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { z } from 'zod';

const responseSchema = z.looseObject({
  content: z.record(z.string(), z.looseObject({ examples: z.record(z.string(), z.unknown()).optional() })).optional(),
});

const documentSchema = z.looseObject({
  paths: z.record(z.string(), z.record(z.string(), z.looseObject({ responses: z.record(z.string(), responseSchema) }))),
  components: z.object({
    schemas: z.record(z.string(), z.looseObject({})),
    responses: z.object({ Refused: responseSchema }),
  }),
});

const ID = 'openapi.json';

/** Compares what a service answers with what its OpenAPI document says that it answers. */
export class Documented {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly calls: readonly { readonly path: string; readonly pattern: RegExp }[];

  private constructor(private readonly document: z.infer<typeof documentSchema>) {
    // A member that no schema names is a fault, too; but problems may have any, and rows of reports those of their columns.
    for (const [name, schema] of Object.entries(document.components.schemas)) {
      if (name !== 'ProblemDto') schema.additionalProperties ??= false;
    }
    addFormats(this.ajv);
    this.ajv.addSchema(document, ID);
    // Paths without parameters first, as OpenAPI says.
    this.calls = Object.keys(document.paths)
      .sort((a, b) => a.split('{').length - b.split('{').length)
      .map((path) => ({ path, pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`) }));
  }

  static async by(base: string): Promise<Documented> {
    return new Documented(documentSchema.parse(await (await fetch(`${base}/docs-json`)).json()));
  }

  /**
   * Throws unless the document has the status, the media type, the code of a problem, and, for JSON, a schema that the body
   * matches. Says nothing about calls that the document does not have. The body can still be read afterwards.
   */
  async check(method: string, url: string, response: Response): Promise<void> {
    const { pathname } = new URL(url);
    const called = this.calls.find(
      ({ path, pattern }) => pattern.test(pathname) && this.document.paths[path]?.[method.toLowerCase()],
    );
    const operation = called && this.document.paths[called.path]?.[method.toLowerCase()];
    if (!operation) return;
    const call = `${method} ${pathname}: ${response.status}`;
    const type = response.headers.get('content-type')?.split(';')[0];
    const body: unknown = type !== undefined && /[/+]json$/.test(type) ? await response.clone().json() : undefined;
    const code = typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined;
    const isRefused = code !== undefined && Object.hasOwn(this.refusals, code);
    const documented = isRefused ? this.document.components.responses.Refused : operation.responses[response.status];
    if (!documented) throw new Error(`${call} is not documented: ${await response.clone().text()}`);
    if (type === undefined) return;
    const content = documented.content?.[type];
    if (!content) throw new Error(`${call} is not documented as ${type}`);
    if (body === undefined) return;
    const validate = isRefused
      ? this.validator('components', 'responses', 'Refused', 'content', type, 'schema')
      : this.validator(
          ...['paths', called.path, method.toLowerCase(), 'responses', `${response.status}`, 'content', type, 'schema'],
        );
    if (!validate(body)) {
      throw new Error(`${call} is not as documented: ${this.ajv.errorsText(validate.errors)}\n${JSON.stringify(body)}`);
    }
    if (response.status >= 400 && !Object.hasOwn(content.examples ?? {}, String(code))) {
      throw new Error(`${call} is not documented with ${String(code)}`);
    }
  }

  /** Requests are refused in the same ways wherever they go to. */
  private get refusals(): object {
    return this.document.components.responses.Refused.content?.['application/problem+json']?.examples ?? {};
  }

  private validator(...names: string[]): ValidateFunction {
    const pointer = names.map((name) => encodeURIComponent(name.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/');
    const found = this.ajv.getSchema(`${ID}#/${pointer}`);
    if (!found) throw new Error(`no schema at ${pointer}`);
    return found;
  }
}
