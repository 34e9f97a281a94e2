// Writes the types of the API, as the build has described it, for the page: `node scripts/web-types.mjs FILE`.
import { readFile, writeFile } from 'node:fs/promises';
import openapiTypescript, { astToString } from 'openapi-typescript';

const [, , file] = process.argv;
if (file === undefined) throw new Error('Name the file to write.');
const types = await openapiTypescript(
  JSON.parse(await readFile(new URL('../dist/openapi.json', import.meta.url), 'utf8')),
);
await writeFile(file, `// Written by \`npm run web:types\`.\n${astToString(types)}`);
