import type { INestApplication, Type } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentProblems } from './problems/document-problems';
import { VERSION } from '../../common/version';

/** The API as its controllers declare it: for `/docs`, for the methods of each path, and for the page's types. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  for (const controller of controllersOf(app)) documentProblems(controller);
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

function controllersOf(app: INestApplication): Type[] {
  const modules = [...app.get(ModulesContainer).values()];
  return modules
    .flatMap(({ controllers }) => [...controllers.values()])
    .map(({ metatype }) => metatype)
    .filter(isClass);
}

function isClass(value: unknown): value is Type {
  return typeof value === 'function';
}
