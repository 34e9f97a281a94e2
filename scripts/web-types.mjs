// Writes the types of the API, as the built service declares it, for the page: `node scripts/web-types.mjs FILE`.
import { writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';
import { openApiDocument } from './openapi-document.mjs';

const [, , file] = process.argv;
if (file === undefined) throw new Error('Name the file to write.');
const types = await openapiTypescript(await openApiDocument());
await writeFile(file, `// Written by \`npm run web:types\`.\n${astToString(types)}`);
