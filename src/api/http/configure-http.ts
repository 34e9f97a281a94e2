import type { NestExpressApplication } from '@nestjs/platform-express';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Refusals } from '../../access/audit/refusals';
import { type Settings, SETTINGS } from '../../platform/config/settings';
import { actOf } from './access/caller';
import { refuseForeignHosts } from './allowed-hosts';
import { ProblemFilter } from './problems/problem.filter';
import { checkBasePath, withoutBasePath } from './requests/base-path';
import { logRequests } from './requests/request-log';
import { timeRequests } from './requests/request-metrics';
import { parseQuery } from './validation/finding/store-filter';
import { RequestValidationPipe } from './validation/request-validation.pipe';
import { refuseCrossOrigin } from './cross-origin';
import { onlyKnownRequests } from './known-requests';
import { openApiDocument } from './openapi';
import { servePage } from '../page/page';
import { securityHeaders } from './security-headers';

/**
 * Everything about HTTP as such: headers, validation, errors, the documentation.
 * @param declared the API that the application has
 * @throws SettingsError if BASE_PATH cannot be told from the paths of the service
 */
export function configureHttp(app: NestExpressApplication, declared: OpenAPIObject): void {
  app.disable('x-powered-by');
  // Express would tag every answer, even errors and those to PUT, which must not be (RFC 9110, section 9.3.4).
  app.disable('etag');
  app.set('query parser', parseQuery);
  const settings = app.get<Settings>(SETTINGS);
  app.set('trust proxy', settings.TRUST_PROXY ?? false);
  app.getHttpServer().maxConnections = settings.MAX_CONNECTIONS;
  app.use(logRequests(settings.BASE_PATH));
  app.use(timeRequests());
  if (settings.BASE_PATH !== '') app.use(withoutBasePath(settings.BASE_PATH));
  app.use(securityHeaders());
  app.use(refuseForeignHosts(settings));
  servePage(app);
  checkBasePath(settings.BASE_PATH, Object.keys(declared.paths));
  app.use(onlyKnownRequests(declared));
  app.use(refuseCrossOrigin);
  app.useGlobalPipes(new RequestValidationPipe());
  const refusals = app.get(Refusals);
  app.useGlobalFilters(
    new ProblemFilter((request, code) => {
      refusals.note(actOf(request), code);
    }),
  );
  SwaggerModule.setup('docs', app, () => openApiDocument(declared, settings.BASE_PATH || undefined), {
    customSiteTitle: 'Restaurant Monitor API',
  });
}
