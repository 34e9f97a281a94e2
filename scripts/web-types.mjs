// Writes the types of the API, as the built service declares it, for the page: `node scripts/web-types.mjs FILE`.
import { NestFactory } from '@nestjs/core';
import { writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import app from '../dist/src/app.module.js';
import settings from '../dist/src/platform/config/settings.js';
import openapi from '../dist/src/api/http/openapi.js';

const [, , file] = process.argv;
if (file === undefined) throw new Error('Name the file to write.');
// A preview knows the controllers without making anything, and so without a database.
const preview = await NestFactory.create(
  app.AppModule.with({ ...settings.readSettings({}), DATABASE_URL: 'postgres://none', REDIS_URL: 'redis://none' }),
  { preview: true, logger: false },
);
const types = await openapiTypescript(openapi.openApiDocument(preview));
await writeFile(file, `// Written by \`npm run web:types\`.\n${astToString(types)}`);
