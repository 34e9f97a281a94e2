import { parseArgs } from 'node:util';
import { processSettings } from '../platform/config/settings';
import { addressOf } from './client/client';
import { runCommand, UsageError } from './command';
import { findFiles, importFiles } from './client/import-files';

const USAGE = `Imports the files of a folder into a running service.

  npm run import -- FOLDER [--url http://127.0.0.1:8000]

  FOLDER  contains any of store_status.csv, menu_hours.csv and timezones.csv, each plain or compressed as .csv.gz
  --url   the address of the service; by default that of the settings HOST and PORT
  --help  print this text
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
  if (folder === undefined || others.length > 0) throw new UsageError('Give one folder');
  const service = values.url === undefined ? addressOf(processSettings()) : readUrl(values.url);
  await importFiles(await findFiles(folder), service);
  return 0;
}

function readUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'http:' && url?.protocol !== 'https:') {
    throw new UsageError('--url must be an address such as http://127.0.0.1:8000');
  }
  // Resolving a path against a URL drops everything after its last slash.
  if (!url.pathname.endsWith('/')) url.pathname += '/';
  return url;
}

void runCommand('import', main);
