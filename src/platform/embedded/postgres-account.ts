import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../common/error-code';

const run = promisify(execFile);

/** Who runs PostgreSQL, which refuses to be root. */
export interface PostgresAccount {
  /** Whose the data are; undefined if we are not root, and so run PostgreSQL as ourselves. */
  readonly owner: Owner | undefined;
  /** What to spawn, and with which options, to run a command as that account. */
  command(program: string, args: readonly string[]): Spawnable;
}

/** A system user, by its numbers. */
export interface Owner {
  readonly uid: number;
  readonly gid: number;
}

interface Spawnable {
  readonly program: string;
  readonly args: string[];
  readonly options: {
    readonly uid?: number;
    readonly gid?: number;
    readonly cwd: string;
    readonly env: NodeJS.ProcessEnv;
  };
}

/**
 * What lets the account through folders that only root may enter, the least first: to look up and read anything; and,
 * since containers withhold that one by default and since it does not cover running a program, to pass every check.
 */
const CAPABILITIES = ['dac_read_search', 'dac_override'];

/**
 * Chooses the account for a data folder: ourselves, or if we are root the owner of the data so far, else `postgres`, else
 * `nobody`.
 * @param dataDir Our folder. Root opens it for passing through (not for listing), since what lies in it is private.
 * @param cluster The folder of PostgreSQL's own files below it, which need not exist yet.
 * @throws Error if we are root and no account can reach the programs and the data.
 */
export async function choosePostgresAccount(
  dataDir: string,
  cluster: string,
  postgres: string,
): Promise<PostgresAccount> {
  if (process.getuid?.() !== 0) return accountOf(undefined);

  const { mode } = await stat(dataDir);
  if ((mode & 0o001) === 0) await chmod(dataDir, (mode & 0o7777) | 0o001);

  const owner = (await ownerOf(cluster)) ?? (await systemUser('postgres')) ?? (await systemUser('nobody'));
  if (!owner) throw new Error('PostgreSQL refuses to run as root, and there is no user "postgres" or "nobody".');
  for (const capability of [undefined, ...CAPABILITIES]) {
    const account = accountOf(owner, capability);
    if (await reaches(account, dataDir, postgres)) return account;
  }
  throw new Error(
    `PostgreSQL refuses to run as root, and user ${owner.uid} can reach ${dataDir} and ${postgres} neither by itself nor ` +
      'through setpriv: run the service as another user, install setpriv (util-linux), or set DATABASE_URL.',
  );
}

function accountOf(owner: Owner | undefined, capability?: string): PostgresAccount {
  // The server outlives us and is another program's, so it gets none of our environment. Our working folder may be closed to it.
  const base = { cwd: '/', env: { PATH: process.env.PATH, LC_ALL: 'C' } };
  return {
    owner,
    command(program, args) {
      if (!owner) return { program, args: [...args], options: base };
      if (capability === undefined) return { program, args: [...args], options: { ...base, ...owner } };
      const privileges = [
        `--reuid=${owner.uid}`,
        `--regid=${owner.gid}`,
        '--clear-groups',
        // PostgreSQL asks access(2) about its own programs, which otherwise answers as if there were no capabilities.
        '--securebits=+no_setuid_fixup',
        `--inh-caps=+${capability}`,
        `--ambient-caps=+${capability}`,
      ];
      return { program: 'setpriv', args: [...privileges, '--', program, ...args], options: base };
    },
  };
}

/** Tries it out: modes alone do not tell, for there are access lists, mounts and containers. */
async function reaches(account: PostgresAccount, dataDir: string, postgres: string): Promise<boolean> {
  const trial = account.command('/bin/sh', ['-c', 'cd "$1" && exec "$2" --version', 'sh', dataDir, postgres]);
  return await run(trial.program, trial.args, trial.options).then(
    () => true,
    () => false,
  );
}

async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    const { uid, gid } = await stat(path);
    return { uid, gid };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

async function systemUser(name: string): Promise<Owner | undefined> {
  try {
    const [uid, gid] = await Promise.all(['-u', '-g'].map((part) => run('id', [part, name])));
    return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
  } catch {
    return undefined;
  }
}
