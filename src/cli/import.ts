import { parseArgs } from 'node:util';
import { processSettings } from '../platform/config/settings';
import { addressOf } from './client/client';
import { runCommand, UsageError } from './command';
import { findFiles, importFiles } from './client/import-files';

const USAGE = `Imports the files of a folder into a running service.

  npm run import -- FOLDER [--url http://127.0.0.1:8000]

  FOLDER  holds store_status.csv, menu_hours.csv and timezones.csv, or some of them; each may be zipped as .csv.gz
  --url   where the service is; left out, the settings HOST and PORT say so
  --help  this text
`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { url: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [folder, ...others] = positionals;
  if (folder === undefined || others.length > 0) throw new UsageError('Name one folder');
  const service = values.url === undefined ? addressOf(processSettings()) : readUrl(values.url);
  await importFiles(await findFiles(folder), service);
  return 0;
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError('--url must be an address such as http://127.0.0.1:8000');
  }
  // Paths are resolved against it, which drops what stands behind the last slash.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

void runCommand('import', main);
