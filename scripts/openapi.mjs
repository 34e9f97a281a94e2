// Writes the OpenAPI document of the built service, without starting it: `node scripts/openapi.mjs FILE`.
import { writeFile } from 'node:fs/promises';
import { openApiDocument } from './openapi-document.mjs';

const [, , file] = process.argv;
if (file === undefined) throw new Error('Name the file to write.');
await writeFile(file, JSON.stringify(await openApiDocument(), null, 2));
