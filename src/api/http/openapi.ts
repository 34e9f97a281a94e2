import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from '../../common/version';

/** The API as its controllers declare it: for `/docs`, for the methods of each path, and for the page's types. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const description = new DocumentBuilder()
    .setTitle('Restaurant Monitor API')
    .setDescription(
      'Turns polls of stores into exact uptime and downtime within each store’s own business hours and time zone. Errors are RFC 9457 problem details with a stable `code`.',
    )
    .setVersion(VERSION)
    .setLicense('MIT', 'https://opensource.org/license/mit')
    .build();
  return SwaggerModule.createDocument(app, description);
}
