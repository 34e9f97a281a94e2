import { MINUTE } from '../../../src/calculator/instants';
import { formatTimestamp } from '../../../src/common/timestamp';
import { runCliMeanwhile } from '../processes';
import { allPages } from '../pages';
import { newDataDir, removeDataDir, Service } from '../service';
import { CITUS_URL, emptyCluster } from './cluster';

/** Few enough that a report has several shards. */
const SHARD_STORES = '50';
const START = Date.UTC(2024, 9, 1) * 1000;

export type Poll = readonly [id: string, active: boolean, minute: number];

/** The timestamp of a minute, counted from one instant. */
export function timestamp(minute: number): string {
  return formatTimestamp(START + minute * MINUTE);
}

export function csvOf(polls: readonly Poll[]): string {
  const rows = polls.map(([id, active, minute]) => `${id},${active ? 'active' : 'inactive'},${timestamp(minute)}\n`);
  return `store_id,status,timestamp_utc\n${rows.join('')}`;
}

/** What differs between two services that know the same. */
const OWN =
  /"(age_seconds|against|revises|import_id|closure_id|declared_at|revoked_at|changed_at|report_id|next_cursor|counted_at|created_at|received_at|finished_at|started_at_utc|triggered_at|set_at|duration_ms|request_id)":(?:"[^"]*"|[\d.]+)/g;

/** The same by names that elsewhere are those of something else: when a report started, and the id of a closure. */
const OWN_HERE = /(?<="created_at":"[^"]*",)"started_at":"[^"]*",|(?<="part":"closures",)"subject":"[^"]*",/g;

/** Two services that are asked and told the same: one with PostgreSQL, the other with the cluster. */
export class Twins {
  private constructor(
    public plain: Service,
    public citus: Service,
  ) {}

  /** Both begin with nothing, and the cluster not yet distributed. */
  static async start(): Promise<Twins> {
    await emptyCluster();
    return new Twins(await start(await newDataDir(), {}), await start(await newDataDir(), { DATABASE_URL: CITUS_URL }));
  }

  /** Starts both again with other settings. */
  async restart(settings: (name: 'plain' | 'citus') => Readonly<Record<string, string>>): Promise<void> {
    for (const service of this.services) await service.stop();
    this.plain = await start(this.plain.dataDir, settings('plain'));
    this.citus = await start(this.citus.dataDir, { DATABASE_URL: CITUS_URL, ...settings('citus') });
  }

  async stop(): Promise<void> {
    for (const service of this.services) {
      await service.stop();
      await removeDataDir(service.dataDir);
    }
  }

  /** Has `npm run distribute` divide the tables of the cluster; returns what it says. */
  async distribute(): Promise<string> {
    const { code, stdout, stderr } = await runCliMeanwhile('distribute', [], { DATABASE_URL: CITUS_URL });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout;
  }

  /** Asks both the same; returns the answer, once it was seen to be the same. */
  async both(ask: (service: Service) => Promise<Response>): Promise<{ status: number; body: string }> {
    const [expected, found] = [await answerOf(this.plain, ask), await answerOf(this.citus, ask)];
    expect(found).toEqual(expected);
    return expected;
  }

  /** Asks both for all pages of a list; returns how many items it has, once these were seen to be the same. */
  async samePages(path: string, list: string): Promise<number> {
    const [expected, found] = [await itemsOf(this.plain, path, list), await itemsOf(this.citus, path, list)];
    expect(found).toEqual(expected);
    return expected.length;
  }

  /** Imports a file, which both take. */
  async accept(kind: string, csv: string): Promise<void> {
    const { status, body } = await this.both((service) => service.importCsv(kind, csv));
    expect({ status, body: status === 201 ? '' : body }).toEqual({ status: 201, body: '' });
  }

  async sameReport(body?: object): Promise<string> {
    const [expected, found] = await Promise.all(this.services.map((service) => service.report(body)));
    expect(expected?.csv).toContain('store_id,');
    expect(found?.csv).toBe(expected?.csv);
    return expected?.csv ?? '';
  }

  private get services(): readonly Service[] {
    return [this.plain, this.citus];
  }
}

async function start(dataDir: string, env: Readonly<Record<string, string>>): Promise<Service> {
  return Service.start(dataDir, { REPORT_WORKERS: '2', REPORT_SHARD_STORES: SHARD_STORES, ...env });
}

async function answerOf(service: Service, ask: (service: Service) => Promise<Response>) {
  const response = await ask(service);
  return { status: response.status, body: withoutOwn(await response.text()) };
}

async function itemsOf(service: Service, path: string, list: string): Promise<string[]> {
  return (await allPages(service, path, list)).map((item) => withoutOwn(JSON.stringify(item)));
}

function withoutOwn(text: string): string {
  return text.replaceAll(OWN_HERE, '').replaceAll(OWN, '"$1":"…"');
}
