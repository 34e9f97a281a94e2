import type { RequestHandler } from 'express';
import { SettingsError } from '../../../platform/config/settings';

/** The page, the documentation and the queues. */
const OTHERS = ['/assets', '/index.html', '/docs', '/docs-json', '/docs-yaml', '/queues'];

/**
 * Makes sure that a path with the base path cannot be taken for one without it.
 * @param paths of the API
 * @throws SettingsError if one of them begins like the base path
 */
export function checkBasePath(basePath: string, paths: readonly string[]): void {
  const first = firstSegment(basePath);
  const isTaken = [...OTHERS, ...paths].some((path) => firstSegment(path).toLowerCase() === first.toLowerCase());
  if (isTaken) throw new SettingsError(`BASE_PATH: ${first} is a path of the service itself; choose another one`);
}

/** Such as `/stores` of `/stores/a`. */
function firstSegment(path: string): string {
  return path.split('/', 2).join('/');
}

/**
 * Takes the base path away from requests whose proxy passes it on; those without it are taken as they are. The page is below it, as
 * its links are relative.
 */
export function withoutBasePath(basePath: string): RequestHandler {
  return (request, response, next) => {
    const { url } = request;
    if (!url.startsWith(basePath)) {
      next();
      return;
    }
    const rest = url.slice(basePath.length);
    if (rest === '' || rest.startsWith('?')) {
      response.redirect(308, `${basePath}/${rest}`);
      return;
    }
    if (rest.startsWith('/')) request.url = rest;
    next();
  };
}
