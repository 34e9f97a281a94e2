import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PythonPackages } from '../packages';

/** The generator of Python clients, and what its clients need. */
export const generator = new PythonPackages(join(__dirname, 'requirements.txt'));

/** Generates the package `service_client` from an OpenAPI document, in a folder. */
export async function generatePythonClient(document: string, folder: string): Promise<void> {
  const file = join(folder, 'openapi.json');
  const config = join(folder, 'config.yml');
  await writeFile(file, document);
  // Formatting what it generated would take longer than generating it.
  await writeFile(config, 'post_hooks: []\n');
  const output = join(folder, 'service_client');
  const options = ['--path', file, '--config', config, '--meta', 'none', '--output-path', output];
  await generator.run(['-m', 'openapi_python_client', 'generate', ...options], folder);
}
