import { execFile } from 'node:child_process';
import { chmod, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { codeOf } from '../../common/error-code';

const run = promisify(execFile);

/** The system account that runs PostgreSQL, which refuses to run as root. */
export interface PostgresAccount {
  /** The owner of the data; undefined if we are not root, so that PostgreSQL runs under our own account. */
  readonly owner: Owner | undefined;
  /** Program, arguments and options with which to spawn a command under that account. */
  command(program: string, args: readonly string[]): Spawnable;
}

/** The numbers of a system user. */
interface Owner {
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
 * Capabilities that let the account pass through folders that only root may enter, the weaker one first: to look up and
 * read any file; or to bypass every permission check, since containers withhold the weaker one by default and it does
 * not allow running a program.
 */
const CAPABILITIES = ['dac_read_search', 'dac_override'];

/**
 * Chooses the account for a data folder: our own unless we are root; otherwise the owner of the existing data, else
 * `postgres`, else `nobody`.
 * @param dataDir our folder; as root we let every account pass through it, but not list it
 * @param cluster the folder of PostgreSQL's own files below it, which need not exist yet
 * @param postgres path of the server program
 * @throws Error if we are root and no account can reach the program and the data
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
  // The server outlives us, so it gets none of our environment; and the account may be unable to enter our working
  // folder.
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
        // PostgreSQL checks its programs with access(2), which otherwise ignores capabilities.
        '--securebits=+no_setuid_fixup',
        `--inh-caps=+${capability}`,
        `--ambient-caps=+${capability}`,
      ];
      return { program: 'setpriv', args: [...privileges, '--', program, ...args], options: base };
    },
  };
}

/** Tries it, because file modes alone do not decide: access lists, mounts and containers do too. */
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
