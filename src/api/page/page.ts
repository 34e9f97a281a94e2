import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

/** Where `npm run build` puts the page (`web/`). */
const FILES = join(__dirname, '../../../web');

/** Serves the page at `/`. Requests for anything but its files are passed on to the API. */
export function servePage(app: NestExpressApplication): void {
  // Only the page's own files: report downloads compress themselves.
  app.use('/assets', compression());
  app.useStaticAssets(join(FILES, 'assets'), {
    prefix: '/assets',
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '1y',
  });
  // Asset names change with their contents; the page that names them must be revalidated each time.
  app.useStaticAssets(FILES, {
    redirect: false,
    setHeaders: (response: ServerResponse) => response.setHeader('Cache-Control', 'no-cache'),
  });
}
