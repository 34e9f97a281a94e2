import type { Random } from '../../../src/common/random';
import { missingForFaketime } from '../faketime';
import { type Cluster, PROCESSES, type ProcessName } from './cluster';

/** Something that breaks; returns what mends it. */
export interface Harm {
  readonly name: string;
  readonly begin: () => Promise<() => Promise<unknown>>;
}

/** In seconds: a little more than is tolerated, a day, and three years. */
const SKEWS = [90, 86_400, 95_040_000].flatMap((seconds) => [seconds, -seconds]);

/** What can happen to PostgreSQL, to Redis and to the networks before them, one at a time. */
export function serverHarms(cluster: Cluster, random: Random): Harm[] {
  const { rig, networks } = cluster;
  return [
    harm(
      'kill PostgreSQL',
      () => rig.killPostgres(),
      () => rig.startPostgres(),
    ),
    harm(
      'PostgreSQL is a standby',
      () => rig.makeStandby(),
      () => rig.promote(),
    ),
    harm(
      'the disk of PostgreSQL is full',
      () => rig.query('INSERT INTO full_disk VALUES (now())'),
      () => rig.query('DELETE FROM full_disk'),
    ),
    { name: 'freeze PostgreSQL', begin: async () => frozen(await rig.postgresProcesses()) },
    harm(
      'kill Redis',
      () => rig.killRedis(),
      () => rig.startRedis(),
    ),
    { name: 'freeze Redis', begin: async () => frozen([await rig.redisProcess()]) },
    ...wrongClock(cluster, 'PostgreSQL', random),
    ...networks.flatMap(({ name, proxy }) => {
      const heal = () => proxy.heal();
      return [
        harm(
          `${name} hangs`,
          () => {
            proxy.hang();
          },
          heal,
        ),
        harm(
          `${name} drops everything`,
          () => {
            proxy.blackhole();
          },
          heal,
        ),
        harm(
          `${name} is slow`,
          () => {
            proxy.slowDown(200);
          },
          heal,
        ),
        harm(
          `${name} loses all answers`,
          () => {
            proxy.cutAfter(0);
          },
          heal,
        ),
        harm(
          `${name} is refused`,
          () => {
            proxy.refuse();
            proxy.reset();
          },
          heal,
        ),
      ];
    }),
  ];
}

/** What can happen to the service and the workers, one at a time. */
export function processHarms(cluster: Cluster, random: Random): Harm[] {
  return PROCESSES.flatMap((name) => {
    const start = () => cluster.startProcess(name);
    return [
      harm(`kill ${name}`, () => cluster.process(name).stop('SIGKILL'), start),
      harm(`restart ${name}`, () => cluster.process(name).stop(), start),
      { name: `freeze ${name}`, begin: () => Promise.resolve(frozen([cluster.process(name).pid])) },
      ...wrongClock(cluster, name, random),
    ];
  });
}

function wrongClock(cluster: Cluster, name: ProcessName | 'PostgreSQL', random: Random): Harm[] {
  if (missingForFaketime() !== undefined) return [];
  const set = (seconds: number) => cluster.setClock(name, seconds);
  return [
    harm(
      `wrong clock of ${name}`,
      () => set(random.pick(SKEWS)),
      () => set(0),
    ),
  ];
}

function harm(name: string, begin: () => unknown, end: () => Promise<unknown>): Harm {
  return {
    name,
    begin: async () => {
      await begin();
      return end;
    },
  };
}

function frozen(pids: readonly number[]): () => Promise<void> {
  signal(pids, 'SIGSTOP');
  return () => {
    signal(pids, 'SIGCONT');
    return Promise.resolve();
  };
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // A session that has just ended.
    }
  }
}
