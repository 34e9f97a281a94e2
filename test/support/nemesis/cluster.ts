import { join } from 'node:path';
import { FaultProxy } from '../../faults/fault-proxy';
import { clockOf, setClock } from '../faketime';
import { Rig } from '../rig';
import type { Service, ServiceProcess } from '../service';

/** The processes that a nemesis may harm. */
export const PROCESSES = ['service', 'worker-1', 'worker-2'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** A network: what the service, or the workers, reach one of the servers through. */
export interface Network {
  readonly name: string;
  readonly proxy: FaultProxy;
}

/** A service and two workers with PostgreSQL and Redis, behind networks and with clocks that can fail. */
export class Cluster {
  private readonly running = new Map<ProcessName, ServiceProcess>();
  private http: Service | undefined;
  networks: readonly Network[] = [];

  private constructor(readonly rig: Rig) {}

  static async start(): Promise<Cluster> {
    const cluster = new Cluster(await Rig.start());
    try {
      const { DATABASE_URL = '', REDIS_URL = '' } = cluster.rig.environment('');
      cluster.networks = await Promise.all(
        ['service', 'workers'].flatMap((side) =>
          [DATABASE_URL, REDIS_URL].map(async (url) => ({
            name: `${side} to ${new URL(url).protocol}`,
            proxy: await FaultProxy.before(url),
          })),
        ),
      );
      for (const name of PROCESSES) await cluster.startProcess(name);
      await cluster.rig.query('CREATE TABLE full_disk (since timestamptz)');
      await cluster.rig.query(
        `CREATE FUNCTION fill_up() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
           IF EXISTS (SELECT FROM full_disk) THEN RAISE disk_full; END IF;
           RETURN NEW;
         END $$`,
      );
      await cluster.rig.query(
        'CREATE TRIGGER full_disk BEFORE INSERT ON observation FOR EACH ROW EXECUTE FUNCTION fill_up()',
      );
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** The HTTP process that runs at the moment, or that ran last. */
  readonly service = (): Service => {
    if (!this.http) throw new Error('the service did not start');
    return this.http;
  };

  process(name: ProcessName): ServiceProcess {
    const found = this.running.get(name);
    if (!found) throw new Error(`${name} did not start`);
    return found;
  }

  async startProcess(name: ProcessName): Promise<void> {
    await this.setClock(name, 0);
    const environment = { ...this.urls(name), ...clockOf(this.clockFile(name)) };
    if (name === 'service') {
      this.http = await this.rig.service(environment);
      this.running.set(name, this.http);
    } else {
      this.running.set(name, this.rig.worker(name, { ...environment, REPORT_SHARD_STORES: '3' }));
    }
  }

  /** @param seconds by how much the clock of a process is ahead from now on */
  async setClock(name: ProcessName | 'PostgreSQL', seconds: number): Promise<void> {
    await setClock(this.clockFile(name), seconds);
  }

  async stop(): Promise<void> {
    await this.rig.stopProcesses();
    for (const { proxy } of this.networks) proxy.stop();
    await this.rig.stop();
  }

  private urls(name: ProcessName): Readonly<Record<string, string>> {
    const { DATABASE_URL = '', REDIS_URL = '' } = this.rig.environment(name);
    const [postgres, redis] = this.networks.slice(name === 'service' ? 0 : 2);
    return {
      DATABASE_URL: postgres?.proxy.through(DATABASE_URL) ?? '',
      REDIS_URL: redis?.proxy.through(REDIS_URL) ?? '',
    };
  }

  private clockFile(name: ProcessName | 'PostgreSQL'): string {
    return join(this.rig.dataDir, name === 'PostgreSQL' ? 'postgres/server.log.clock' : `clock-of-${name}`);
  }
}
