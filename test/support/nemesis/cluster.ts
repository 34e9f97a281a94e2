import { join } from 'node:path';
import { FaultProxy } from '../../faults/fault-proxy';
import { clockOf, setClock } from '../faketime';
import { freePort, LOOPBACK } from '../../../src/platform/embedded/local-server';
import { Rig } from '../rig';
import type { Service, ServiceProcess } from '../service';

/** The processes that a nemesis may harm. */
export const PROCESSES = ['service', 'worker-1', 'worker-2'] as const;
export type ProcessName = (typeof PROCESSES)[number];

/** A network: what clients reach the service through, and the service and the workers each of their servers. */
export interface Network {
  readonly name: string;
  readonly proxy: FaultProxy;
}

type Side = 'clients' | 'service' | 'workers';

/** A service and two workers with PostgreSQL and Redis, behind networks and with clocks that can fail. */
export class Cluster {
  private readonly running = new Map<ProcessName, ServiceProcess>();
  private http: Service | undefined;
  networks: readonly Network[] = [];

  private constructor(
    readonly rig: Rig,
    private readonly port: number,
  ) {}

  static async start(): Promise<Cluster> {
    const cluster = new Cluster(await Rig.start(), await freePort());
    try {
      const { DATABASE_URL = '', REDIS_URL = '' } = cluster.rig.environment('');
      const links = [
        ['service', DATABASE_URL],
        ['service', REDIS_URL],
        ['workers', DATABASE_URL],
        ['workers', REDIS_URL],
        ['clients', cluster.url],
      ] as const;
      cluster.networks = await Promise.all(
        links.map(async ([side, url]) => ({
          name: networkName(side, url),
          proxy: await FaultProxy.before(url),
        })),
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
      const service = await this.rig.service({ ...environment, PORT: String(this.port) });
      service.base = new URL(this.through('clients', this.url)).origin;
      this.http = service;
      this.running.set(name, service);
    } else {
      this.running.set(name, this.rig.worker(name, { ...environment, REPORT_SHARD_STORES: '3' }));
    }
  }

  /** @param seconds by how much the clock of a process is ahead from now on */
  async setClock(name: ProcessName | 'PostgreSQL', seconds: number): Promise<void> {
    await setClock(this.clockFile(name), seconds);
  }

  /** Lets clients reach the service without a network: their connections through one that dropped everything stay dead. */
  bypassNetwork(): void {
    this.service().base = this.url;
  }

  async stop(): Promise<void> {
    await this.rig.stopProcesses();
    for (const { proxy } of this.networks) proxy.stop();
    await this.rig.stop();
  }

  private get url(): string {
    return `http://${LOOPBACK}:${this.port}`;
  }

  private urls(name: ProcessName): Readonly<Record<string, string>> {
    const { DATABASE_URL = '', REDIS_URL = '' } = this.rig.environment(name);
    const side = name === 'service' ? 'service' : 'workers';
    return { DATABASE_URL: this.through(side, DATABASE_URL), REDIS_URL: this.through(side, REDIS_URL) };
  }

  /** The URL of a server by way of the network that one side reaches it through. */
  private through(side: Side, url: string): string {
    const network = this.networks.find(({ name }) => name === networkName(side, url));
    if (!network) throw new Error(`there is no network for ${side} to ${url}`);
    return network.proxy.through(url);
  }

  private clockFile(name: ProcessName | 'PostgreSQL'): string {
    return join(this.rig.dataDir, name === 'PostgreSQL' ? 'postgres/server.log.clock' : `clock-of-${name}`);
  }
}

function networkName(side: Side, url: string): string {
  return `${side} to ${new URL(url).protocol}`;
}
