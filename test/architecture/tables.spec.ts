import { read, sourcesIn } from './sources';
import { COMPUTED, entitiesIn, tableWrites } from './table-writes';

/** The one room that writes each table. */
const HOMES: Readonly<Record<string, string>> = {
  steady_clock: 'platform',
  api_key: 'access',
  audit: 'access',
  session: 'access',
  store: 'stores',
  attribute: 'stores',
  schedule: 'stores',
  schedule_change: 'stores',
  store_attributes: 'stores',
  closure: 'stores',
  observation: 'observations',
  status_run: 'observations',
  observation_retention: 'observations',
  status_change: 'observations',
  import: 'ingestion',
  import_reject: 'ingestion',
  kafka_partition: 'ingestion',
  report: 'reports',
  report_shard: 'reports',
  target: 'targets',
};

/** Partitions such as `observation_20241007` belong to their table. */
function homeOf(table: string): string | undefined {
  return HOMES[table] ?? (/^observation_(\d{8}|before_2000)$/.test(table) ? HOMES.observation : undefined);
}

/** What the home of `observation` does with the table of a week, whose name is computed. */
const WEEKLY = ['DROP TABLE', 'ALTER TABLE', 'DELETE FROM', 'copyInto'];

interface Found {
  readonly where: string;
  readonly room: string;
  readonly verb: string;
  readonly table: string;
}

function writesOf(file: string, source: string, entities: ReadonlyMap<string, string>): Found[] {
  const room = file.split('/')[1] ?? '';
  return tableWrites(source, entities).map(({ line, verb, table }) => ({
    where: `${file}:${line}`,
    room,
    verb,
    table,
  }));
}

/** Whether a write is outside the room of its table. Tables without a home are temporary. */
function isAstray({ room, verb, table }: Found): boolean {
  if (table === COMPUTED) return !(room === 'observations' && WEEKLY.includes(verb));
  const home = homeOf(table);
  return home !== undefined && home !== room;
}

describe('the tables', () => {
  const sources = sourcesIn('src').map((file) => ({ file, source: read(file) }));
  const entities = new Map(sources.flatMap(({ source }) => entitiesIn(source)));
  const writes = sources.flatMap(({ file, source }) => writesOf(file, source, entities));

  it('are each written by one room only', () => {
    const astray = writes.filter(isAstray);
    expect(astray.map(({ where, verb, table }) => `${where}: ${verb} ${table}`)).toEqual([]);
  });

  it('all have a home, and are all written there', () => {
    const created = new Set<string | undefined>();
    for (const file of sourcesIn('migrations')) {
      const [up = ''] = read(file).split('async down(');
      for (const [, table] of up.matchAll(/CREATE TABLE (\w+) \(/g)) created.add(table);
      for (const [, table] of up.matchAll(/DROP TABLE (\w+);/g)) created.delete(table);
    }
    expect([...created].sort()).toEqual(Object.keys(HOMES).sort());
    const written = writes.filter(({ room, table }) => homeOf(table) === room).map(({ table }) => table);
    expect([...new Set(written)].sort()).toEqual(Object.keys(HOMES).sort());
  });

  it('are those of the entities', () => {
    for (const table of entities.values()) expect(Object.keys(HOMES)).toContain(table);
  });
});

describe('a stray write', () => {
  const entities = new Map([['Report', 'report']]);
  const found = (source: string, file = 'src/fleet/sample.ts') =>
    writesOf(file, source, entities)
      .filter(isAstray)
      .map(({ where, verb, table }) => `${where} ${verb} ${table}`);

  it.each([
    ['\n`INSERT INTO store (store_id) VALUES ($1)`', 2, 'INSERT INTO store'],
    ['`\n  insert into\n store`', 2, 'INSERT INTO store'],
    ["'UPDATE store s SET bucket = $1'", 1, 'UPDATE store'],
    ["'UPDATE ONLY status_run SET active = true'", 1, 'UPDATE ONLY status_run'],
    ["'WITH old AS (DELETE FROM schedule RETURNING *) SELECT'", 1, 'DELETE FROM schedule'],
    ["'MERGE INTO report USING'", 1, 'MERGE INTO report'],
    ["'TRUNCATE given, observation'", 1, 'TRUNCATE observation'],
    ["'DROP TABLE observation_20241007'", 1, 'DROP TABLE observation_20241007'],
    ["'ALTER TABLE import ADD x integer'", 1, 'ALTER TABLE import'],
    ['`DROP TABLE ${name}`', 1, `DROP TABLE ${COMPUTED}`],
    ['`DELETE FROM ${table}`', 1, `DELETE FROM ${COMPUTED}`],
    ["'SELECT create_observation_partition(now())'", 1, 'create_observation_partition observation'],
    ["copyInto(\n  this.client,\n  'import_reject (line)', rows)", 1, 'copyInto import_reject'],
    ['copyInto(client, target, rows)', 1, `copyInto ${COMPUTED}`],
    ['reports: Repository<Report>;\nreports.save(report)', 2, 'save report'],
    ['r: Repository<Report>;\nthis.r\n  .createQueryBuilder()\n  .update({})', 2, 'update report'],
  ])('is found: %j', (source, line, write) => {
    expect(found(source)).toEqual([`src/fleet/sample.ts:${line} ${write}`]);
  });

  it.each([
    ["'SELECT FROM store FOR UPDATE'"],
    ["'SELECT FROM report FOR UPDATE OF report'"],
    ["'INSERT INTO given ON CONFLICT DO UPDATE SET active = true'"],
    ["'CREATE TEMPORARY TABLE given (line bigint)'"],
    ["copyInto(client, 'given', rows)"],
    ['// UPDATE store is done elsewhere'],
    ['/** Where others\n * DELETE FROM report. */'],
    ["createHash('sha256').update(body)"],
    ['copyOut(client, `SELECT store_id FROM store`, onRow)'],
    ['reports: Repository<Report>;\nreports.find()'],
  ])('is not found in %j', (source) => {
    expect(found(source)).toEqual([]);
  });

  it('is a write outside the room of its table', () => {
    expect(found("'DELETE FROM report'", 'src/reports/sample.ts')).toEqual([]);
    expect(found('`DROP TABLE ${name}`', 'src/observations/sample.ts')).toEqual([]);
    expect(found("'DELETE FROM report'", 'src/stores/sample.ts')).toHaveLength(1);
  });
});
