import type { NestExpressApplication } from '@nestjs/platform-express';
import compression from 'compression';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';

/** Where `npm run build` puts the page (`web/`). */
const FILES = join(__dirname, '../../../web');

/** Serves the page at `/`; whatever is no file of it goes on to the API. */
export function servePage(app: NestExpressApplication): void {
  // Only the page's own files: reports are compressed by their download.
  app.use('/assets', compression());
  app.useStaticAssets(join(FILES, 'assets'), {
    prefix: '/assets',
    index: false,
    redirect: false,
    immutable: true,
    maxAge: '1y',
  });
  // The names of the assets change with what is in them; the page that names them is asked for anew each time.
  app.useStaticAssets(FILES, {
    redirect: false,
    setHeaders: (response: ServerResponse) => response.setHeader('Cache-Control', 'no-cache'),
  });
}
