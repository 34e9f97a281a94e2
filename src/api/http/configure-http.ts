import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { ProblemFilter } from './problems/problem.filter';
import { RequestValidationPipe } from './validation/request-validation.pipe';
import { refuseCrossOrigin } from './cross-origin';
import { onlyKnownRequests } from './known-requests';
import { openApiDocument } from './openapi';
import { servePage } from '../page/page';
import { securityHeaders } from './security-headers';

/** Everything about HTTP as such: headers, validation, errors, the documentation. */
export function configureHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.use(securityHeaders());
  servePage(app);
  const document = openApiDocument(app);
  app.use(onlyKnownRequests(document));
  app.use(refuseCrossOrigin);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, document, { customSiteTitle: 'Restaurant Monitor API' });
}
