import { parseArgs } from 'node:util';
import { Database } from '../platform/database/database';
import { distributionOf } from '../platform/database/distribution';
import { contentsOf, distribute } from '../stores/nodes/distribute';
import { runCommand } from './command';
import { withDatabase } from './database';
import { table } from './screen/format';
import { print } from './screen/screen';

const USAGE = `Spreads stores, hours, status runs and observations over the servers of a Citus cluster.

  npm run distribute                divides them by bucket; run again, it continues, or says that it is done
  npm run distribute -- --status    prints how many buckets and bytes each server has

  --help  print this text

The database is that of DATABASE_URL, the coordinator. While a table is copied imports wait, and reports begin anew. Afterwards, run
VACUUM ANALYZE. See docs/scaling.md.
`;

async function main(args: string[]): Promise<number> {
  const options = { help: { type: 'boolean' }, status: { type: 'boolean' } } as const;
  const { values } = parseArgs({ args, options });
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  await withDatabase(async (url) => {
    const database = await Database.connect(url, 2, 'restaurant-monitor distribute');
    try {
      if (values.status !== true) await distribute(database, print);
      await printStatus(database);
    } finally {
      await database.close();
    }
  });
  return 0;
}

async function printStatus(database: Database): Promise<void> {
  const distribution = await distributionOf(database.pool);
  if (distribution === 'none') {
    print('The tables are on one server.');
    return;
  }
  if (distribution === 'partly') print('Some of the tables are distributed: run npm run distribute to continue.');
  const rows = (await contentsOf(database)).map(({ node, buckets, bytes }) => [node, `${buckets} buckets`, bytes]);
  for (const line of table(rows)) print(line);
}

void runCommand('distribute', main);
