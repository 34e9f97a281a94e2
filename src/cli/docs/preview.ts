import { NestFactory } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { declaredApi, openApiDocument } from '../../api/http/openapi';
import { AppModule } from '../../app.module';
import { readSettings } from '../../platform/config/settings';

/** The OpenAPI document. */
export async function previewDocument(): Promise<OpenAPIObject> {
  return openApiDocument(await previewApi());
}

/** The API as its controllers declare it. A preview knows them without making anything, and so needs no database. */
export async function previewApi(): Promise<OpenAPIObject> {
  const settings = { ...readSettings({}), DATABASE_URL: 'postgres://none', REDIS_URL: 'redis://none' };
  return declaredApi(await NestFactory.create(AppModule.with(settings), { preview: true, logger: false }));
}
