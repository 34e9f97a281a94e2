import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import { type NextFunction, type Request, type Response, static as serveStatic } from 'express';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

/** Where `npm run build` puts the page (`web/`). */
const FILES = join(__dirname, '../../../web');

/** Serves the page at `/`. Requests for anything but its files are passed on to the API. */
export function servePage(app: NestExpressApplication): void {
  // Only the files of the page and of the documentation: report downloads compress themselves. Part of a file stays as it is, because
  // its range counts the bytes of the file as it is sent whole.
  const isWhole = (request: Request, response: Response) =>
    response.statusCode !== 206 && compression.filter(request, response);
  app.use(['/assets', '/docs', '/docs-json', '/docs-yaml'], compression({ filter: isWhole }));
  app.useStaticAssets(join(FILES, 'assets'), {
    prefix: '/assets',
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '1y',
  });
  // Asset names change with their contents; the page that names them must be revalidated each time.
  const index = serveStatic(FILES, {
    redirect: false,
    setHeaders: (response: ServerResponse) => response.setHeader('Cache-Control', 'no-cache'),
  });
  // Only where the page is: otherwise each request of the API would look for a file first.
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (['/', '/index.html'].includes(request.path)) index(request, response, next);
    else next();
  });
}
