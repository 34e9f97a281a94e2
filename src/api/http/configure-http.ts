import type { NestExpressApplication } from '@nestjs/platform-express';
import { SwaggerModule } from '@nestjs/swagger';
import { ProblemFilter } from './problems/problem.filter';
import { RequestValidationPipe } from './validation/request-validation.pipe';
import { refuseCrossOrigin } from './cross-origin';
import { onlyKnownRequests } from './known-requests';
import { declaredApi, openApiDocument } from './openapi';
import { servePage } from '../page/page';
import { securityHeaders } from './security-headers';

/** Everything about HTTP as such: headers, validation, errors, the documentation. */
export function configureHttp(app: NestExpressApplication): void {
  app.disable('x-powered-by');
  app.use(securityHeaders());
  servePage(app);
  const declared = declaredApi(app);
  app.use(onlyKnownRequests(declared));
  app.use(refuseCrossOrigin);
  app.useGlobalPipes(new RequestValidationPipe());
  app.useGlobalFilters(new ProblemFilter());
  SwaggerModule.setup('docs', app, openApiDocument(declared), { customSiteTitle: 'Restaurant Monitor API' });
}
