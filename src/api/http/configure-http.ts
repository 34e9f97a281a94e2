import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { NextFunction, Request, Response } from 'express';
import { CodedError } from '../../common/coded-error';
import { ProblemFilter } from './problems/problem.filter';
import { RequestValidationPipe } from './validation/request-validation.pipe';
import { refuseCrossOrigin } from './cross-origin';
import { openApiDocument } from './openapi';
import { servePage } from '../page/page';
import { securityHeaders } from './security-headers';

const HEADERS_TIMEOUT = 30_000;

/** Everything about HTTP as such: headers, validation, errors, the documentation. */
export function configureHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.use(securityHeaders());
  servePage(app);
  const document = openApiDocument(app);
  app.use(onlyKnownMethods(document));
  app.use(refuseCrossOrigin);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Restaurant Monitor API' });

  const server = app.getHttpServer();
  server.headersTimeout = HEADERS_TIMEOUT;
  // An import may take hours; IMPORT_IDLE_TIMEOUT ends one that stalls.
  server.requestTimeout = 0;
}

/** A known path with an unknown method is a 405 that names the methods it takes. */
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
    const { path, method } = request;
    next(new CodedError('method_not_allowed', { values: { path, method, allowed: allowed.join(', ') } }));
  };
}
