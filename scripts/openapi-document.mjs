import { NestFactory } from '@nestjs/core';
import app from '../dist/src/app.module.js';
import settings from '../dist/src/platform/config/settings.js';
import openapi from '../dist/src/api/http/openapi.js';

/** The OpenAPI document of the built service. */
export async function openApiDocument() {
  // A preview knows the controllers without making anything, and so without a database.
  const preview = await NestFactory.create(
    app.AppModule.with({ ...settings.readSettings({}), DATABASE_URL: 'postgres://none', REDIS_URL: 'redis://none' }),
    { preview: true, logger: false },
  );
  return openapi.openApiDocument(openapi.declaredApi(preview));
}
