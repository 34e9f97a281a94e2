import { spawn, type SpawnOptions } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { open, stat, truncate } from 'node:fs/promises';
import { createServer } from 'node:net';
import { messageOf } from '../../common/error-code';

/** The address that the embedded services listen on: reachable from this machine only. */
export const LOOPBACK = '127.0.0.1';

/** How much of the end of a server's log is shown. */
const TAIL_BYTES = 8000;

/** A log that is larger is emptied. */
const MAX_LOG_BYTES = 10 * 2 ** 20;

/**
 * Systems give their clients ports from 32,768 (Linux) or 49,152 on. A server with such a port could lose it to any of them
 * while it restarts.
 */
const PORTS = { first: 20_000, last: 29_999 };

const MAX_ATTEMPTS = 100;

/** A free port on the loopback address that clients are not given: the preferred one if it is free and valid. */
export async function freePort(preferred = 0): Promise<number> {
  let port = preferred > 0 ? preferred : randomPort();
  let failure: unknown;
  for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++, port = randomPort()) {
    const server = createServer();
    try {
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject).listen(port, LOOPBACK, resolve);
      });
      return port;
    } catch (error) {
      failure = error;
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  }
  throw new Error(`no free port was found: ${messageOf(failure)}`, { cause: failure });
}

function randomPort(): number {
  return randomInt(PORTS.first, PORTS.last + 1);
}

interface End {
  readonly cleanly: boolean;
  readonly reason: string;
}

/** A server that this process started and that outlives it. */
export interface DetachedServer {
  readonly pid: number | undefined;
  /** How it exited; undefined while it runs. */
  ended(): End | undefined;
  /** The end of what it wrote to its log since it was started. */
  logTail(): Promise<string>;
}

/**
 * Starts a server in a session of its own, so that a Ctrl-C in our terminal does not stop it, nor does our exit. Its
 * output is appended to the log file, because a pipe to us would break when we exit.
 */
export async function startDetached(
  command: string,
  args: readonly string[],
  logFile: string,
  options: Pick<SpawnOptions, 'argv0' | 'cwd' | 'env' | 'uid' | 'gid'>,
): Promise<DetachedServer> {
  const log = await open(logFile, 'a', 0o600);
  try {
    await emptyLargeLog(logFile);
    const { size } = await log.stat();
    const child = spawn(command, args, { ...options, detached: true, stdio: ['ignore', log.fd, log.fd] });
    child.unref();
    let ended: End | undefined;
    child.once('error', (error) => (ended = { cleanly: false, reason: error.message }));
    child.once(
      'exit',
      (code, signal) => (ended = { cleanly: code === 0, reason: `it ended with ${signal ?? `code ${code ?? 0}`}` }),
    );
    return { pid: child.pid, ended: () => ended, logTail: () => tail(logFile, size) };
  } finally {
    await log.close();
  }
}

/** Empties a server's log if it is large, whether or not the server runs: one that appends goes on at the beginning. */
export async function emptyLargeLog(logFile: string): Promise<void> {
  const { size } = await stat(logFile);
  if (size > MAX_LOG_BYTES) await truncate(logFile);
}

async function tail(file: string, from: number): Promise<string> {
  const { size } = await stat(file);
  const start = Math.max(Math.min(from, size), size - TAIL_BYTES);
  const log = await open(file);
  try {
    const { buffer, bytesRead } = await log.read(Buffer.alloc(size - start), 0, size - start, start);
    return buffer.toString('utf8', 0, bytesRead).trim();
  } finally {
    await log.close();
  }
}
