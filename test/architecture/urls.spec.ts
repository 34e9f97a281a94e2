import { previewApi } from '../../src/cli/docs/preview';
import { absolute, sourcesIn } from './sources';

/** Paths whose first segment is a verb, and the folder that they belong to. */
const VERBS: Readonly<Record<string, string>> = { trigger_report: 'reports', get_report: 'reports' };

/** The paths in the OpenAPI document, each with the files of the controllers that serve it. */
function servedPaths(): Map<string, string[]> {
  const served = new Map<string, string[]>();
  for (const file of sourcesIn('src/api')) {
    // Served by other processes, which have no API.
    if (file.startsWith('src/api/probes/')) continue;
    for (const exported of Object.values(jest.requireActual<Record<string, unknown>>(absolute(file)))) {
      if (typeof exported !== 'function') continue;
      for (const path of pathsOf(exported)) served.set(path, [...(served.get(path) ?? []), file]);
    }
  }
  return served;
}

/** The paths of a controller's handlers, from the metadata of Nest's decorators; empty for other classes. */
function pathsOf(controller: object): string[] {
  const prefixes = metadata('path', controller);
  if (prefixes.length === 0) return [];
  const prototype: unknown = Object.getOwnPropertyDescriptor(controller, 'prototype')?.value;
  return Object.values(Object.getOwnPropertyDescriptors(prototype ?? {})).flatMap((property) => {
    const handler: unknown = property.value;
    if (typeof handler !== 'function' || !Reflect.hasMetadata('method', handler)) return [];
    return prefixes.flatMap((prefix) => metadata('path', handler).map((path) => documented(`${prefix}/${path}`)));
  });
}

function metadata(key: string, target: object): string[] {
  const found: unknown = Reflect.getMetadata(key, target);
  return (Array.isArray(found) ? found : [found]).filter((path) => typeof path === 'string');
}

/** A path as OpenAPI writes it: `stores/:store_id/` → `/stores/{store_id}`. */
function documented(path: string): string {
  const segments = path.split('/').filter((segment) => segment !== '');
  return `/${segments.map((segment) => segment.replace(/^:(\w+)$/, '{$1}')).join('/')}`;
}

describe('the paths of the API', () => {
  it('are each served from the folder of src/api that their first segment names', async () => {
    const paths = Object.keys((await previewApi()).paths);
    expect(paths.length).toBeGreaterThan(20);

    const served = servedPaths();
    const astray = paths.flatMap((path) => {
      const segment = path.split('/')[1] ?? '';
      const folder = `src/api/${VERBS[segment] ?? segment}/`;
      const files = served.get(path) ?? [];
      return files.length > 0 && files.every((file) => file.startsWith(folder)) ? [] : [{ path, folder, files }];
    });
    expect(astray).toEqual([]);
  });
});
