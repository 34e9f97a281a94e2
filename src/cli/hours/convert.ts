import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isStoreId } from '../../stores/store-id';
import { UsageError } from '../command';
import { csvFiles, remarksOn } from './csv-files';
import { google } from './google';
import { readStores } from './read-stores';
import { schemaOrg } from './schema-org';
import type { OtherSystem } from './store-hours';
import { uberEats } from './uber-eats';
import { count } from '../screen/format';
import { print } from '../screen/screen';

const USAGE = `Writes the hours that another system has of stores as files to import: menu_hours.csv, special_hours.csv and timezones.csv.

  npm run hours -- --from google|uber-eats|schema-org FILE --out FOLDER [--store-id ID]

  FILE        JSON as the system has it, of one store or of several
  --from      google: locations of Google Business Profile; uber-eats: stores, menus or holiday hours;
              schema-org: JSON-LD with openingHoursSpecification
  --out       the folder, which is created if necessary; existing files are replaced
  --store-id  the id of the store, for a file with one
  --help      print this text

Whatever the files cannot express is printed as remarks that say what to do about it.
`;

const SYSTEMS: ReadonlyMap<string, OtherSystem> = new Map([
  ['google', google],
  ['uber-eats', uberEats],
  ['schema-org', schemaOrg],
]);

/**
 * Runs the command; returns its exit code.
 * @throws UsageError if an argument is wrong
 * @throws Error if something in the file is wrong; nothing is written then
 */
export async function main(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      from: { type: 'string' },
      out: { type: 'string' },
      'store-id': { type: 'string' },
      help: { type: 'boolean' },
    },
  });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { from = '', out = '', 'store-id': storeId } = values;
  const system = SYSTEMS.get(from);
  if (!system) throw new UsageError(`--from must be one of ${[...SYSTEMS.keys()].join(', ')}`);
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new UsageError('Give one file');
  if (out === '') throw new UsageError('--out must name a folder');
  if (storeId !== undefined && !isStoreId(storeId)) throw new UsageError('--store-id must be a store id');

  const stores = await readStores(file, system, storeId);
  await mkdir(out, { recursive: true });
  for (const { name, header, rows } of csvFiles(stores)) {
    const path = join(out, name);
    await writeFile(path, [header, ...rows, ''].join('\n'));
    print(`${path}: ${count(rows.length)} rows`);
  }
  for (const remark of remarksOn(stores)) process.stderr.write(`– ${remark}\n`);
  return 0;
}
