import { parseArgs } from 'node:util';
import { processSettings } from '../platform/config/settings';
import { addressOf } from './client/client';
import { runCommand, UsageError } from './command';
import { findFiles } from './client/find-files';
import { importFiles } from './client/import-files';

const USAGE = `Imports files into a running service.

  npm run import -- [PATH] [--store-status FILE] [--business-hours FILE] [--timezones FILE] [--url ADDRESS]

  PATH              a CSV file, or a folder with such, plain or compressed as .csv.gz: imported by what their headers say
  --store-status    imports a file as observations, whatever its name; may be given more than once,
  --business-hours  as hours,
  --timezones       as time zones
  --url             the address of the service; by default that of the settings HOST and PORT
  --help            print this text

The setting API_KEY has the key of a service that needs one. The exit code is 1 if a file cannot be imported or most of its rows are rejected.
`;

async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      'store-status': { type: 'string', multiple: true },
      'business-hours': { type: 'string', multiple: true },
      timezones: { type: 'string', multiple: true },
      url: { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  const { url, help, ...named } = values;
  if (help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const [path, ...others] = positionals;
  if (others.length > 0) throw new UsageError('Give one folder or file');
  if (path === undefined && Object.keys(named).length === 0) throw new UsageError('Give a folder or a file');
  const settings = processSettings();
  const service = url === undefined ? addressOf(settings) : readUrl(url);
  return (await importFiles(await findFiles(path, named), service, { key: settings.API_KEY })) ? 0 : 1;
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
