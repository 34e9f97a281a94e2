import type { RequestHandler } from 'express';

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
