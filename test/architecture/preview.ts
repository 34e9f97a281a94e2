import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { AppModule } from '../../src/app.module';
import { openApiDocument } from '../../src/api/http/openapi';
import { readSettings } from '../../src/platform/config/settings';

/** The OpenAPI document. A preview knows the controllers without making anything, and so needs no database. */
export async function previewDocument(): Promise<OpenAPIObject> {
  const settings = { ...readSettings({}), DATABASE_URL: 'postgres://none', REDIS_URL: 'redis://none' };
  return openApiDocument(await NestFactory.create(AppModule.with(settings), { preview: true, logger: false }));
}
