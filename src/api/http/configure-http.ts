import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { json, type NextFunction, type Request, type Response } from 'express';
import type { IncomingMessage } from 'node:http';
import { Problem } from './problem';
import { ProblemFilter } from './problem.filter';
import { refuseCrossOrigin } from './cross-origin';
import { openApiDocument } from './openapi';
import { servePage } from '../page/page';
import { securityHeaders } from './security-headers';

/** JSON bodies are small; files are streamed and have a limit of their own. */
const MAX_JSON = '64kb';
const HEADERS_TIMEOUT = 30_000;

/** All that concerns HTTP as such: headers, bodies, errors, the documentation. */
export function configureHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.use(securityHeaders());
  servePage(app);
  const document = openApiDocument(app);
  app.use(onlyKnownMethods(document));
  app.use(refuseCrossOrigin);
  app.use(json({ limit: MAX_JSON, type: isJsonToParse }));
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Restaurant Monitor API' });

  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_TIMEOUT;
  // An import may take hours; one that stalls is ended by IMPORT_IDLE_TIMEOUT.
  server.requestTimeout = 0;
}

/** What is written as an import reads its body itself: files, whatever they are said to be, and JSON, to count its bytes. */
function isJsonToParse(request: IncomingMessage): boolean {
  const isJson = /^application\/json *(;|$)/i.test(request.headers['content-type'] ?? '');
  return isJson && !/^\/(imports|observations|stores)\b/i.test(request.url ?? '');
}

/** A path that is known, but not with this method, is a 405 that names the methods it has. */
function onlyKnownMethods(document: OpenAPIObject) {
  const routes = Object.entries(document.paths).map(([path, operations]) => ({
    pattern: new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}/?$`),
    methods: Object.keys(operations).map((method) => method.toUpperCase()),
  }));
  return (request: Request, response: Response, next: NextFunction) => {
    const matching = routes.filter((route) => route.pattern.test(request.path));
    const allowed = matching.flatMap((route) => route.methods);
    if (allowed.includes('GET')) allowed.push('HEAD');
    if (allowed.length === 0 || allowed.includes(request.method)) {
      next();
      return;
    }
    response.set('Allow', allowed.join(', '));
    next(
      new Problem(
        405,
        'method_not_allowed',
        `${request.path} does not take ${request.method}, only ${allowed.join(', ')}.`,
      ),
    );
  };
}
