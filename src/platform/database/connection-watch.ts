import { Logger } from '@nestjs/common';
import { Socket } from 'node:net';
import { Client, DatabaseError, type Pool, type PoolClient } from 'pg';
import { timedOut, within } from '../../common/deadline';
import { messageOf } from '../../common/error-code';
import { PeriodicJob } from '../process/periodic-job';
import { type Session, sessionOf } from './session';

/** Milliseconds between two looks at the connections. */
const INTERVAL = 500;
/** Milliseconds for which PostgreSQL may be silent on a connection before it is asked, on another one, what it does. */
const SILENCE = 1_500;
/** Milliseconds within which it must say so; it is asked twice. */
const PATIENCE = 2_000;
/** How often in a row it must deny that it works on a query: its answer may be on the way. */
const DENIALS = 3;
/** Milliseconds after the end of the pool in which sessions are still terminated; then PostgreSQL finds their clients gone. */
const LAST_WORDS = 5_000;
/** Milliseconds for which the connection to ask on is kept: opening one takes longest when the server is busiest. */
const KEEP_ASKING = 60_000;

/**
 * Ends connections that are open on this side only, because a network drops their packets, a firewall has forgotten them, or
 * the server is frozen. Their queries would never end, nor would the wait of those whose turn comes after them.
 *
 * How long a query takes tells nothing: the COPY of a long import takes minutes, and a writer waits for those before it. So
 * PostgreSQL is asked whether it works on what we are waiting for. Sessions that it still has for connections that were ended
 * here are terminated, since they may hold locks of buckets.
 */
export class ConnectionWatch {
  private readonly logger = new Logger('Database');
  private readonly connections = new Map<PoolClient, Connection>();
  private readonly waiting = new Set<(error: Error) => void>();
  /** Sessions whose connections were ended here while PostgreSQL could not be told. */
  private abandoned: Session[] = [];
  private isReachable = true;
  /** When the pool last made a connection, by the clock of `performance`. */
  private connectedAt = 0;
  private readonly looks: PeriodicJob;
  private asking: Client | undefined;
  private lastAsked = 0;
  /** When it stops at the latest, by the same clock. */
  private endsAt: number | undefined;

  /** @param url where the pool's connections lead to */
  constructor(
    private readonly pool: Pool,
    private readonly url: string,
  ) {
    pool.on('acquire', (client) => {
      const connection = this.connections.get(client) ?? new Connection(client);
      this.connections.set(client, connection);
      connection.isInUse = true;
    });
    pool.on('release', (_error, client) => {
      const connection = this.connections.get(client);
      if (connection) connection.isInUse = false;
    });
    // Whoever gets a new connection finds PostgreSQL well, before it is asked again.
    pool.on('connect', () => {
      this.connectedAt = performance.now();
      this.noteReachable();
    });
    pool.on('remove', (client) => this.connections.delete(client));
    this.looks = new PeriodicJob(
      INTERVAL,
      () => this.look(),
      (error) => {
        this.logger.warn(`could not ask PostgreSQL what it works on: ${messageOf(error)}`);
      },
    );
  }

  /** Settles as `turn` does, or rejects once PostgreSQL is found to be unreachable. */
  async unlessUnreachable<T>(turn: Promise<T>): Promise<T> {
    // Nobody else may be there for its error when it is given up.
    turn.catch(() => undefined);
    if (!this.isReachable) throw unreachable();
    let giveUp: (error: Error) => void = () => undefined;
    const outage = new Promise<never>((_, reject) => (giveUp = reject));
    this.waiting.add(giveUp);
    try {
      return await Promise.race([turn, outage]);
    } finally {
      this.waiting.delete(giveUp);
    }
  }

  private async look(): Promise<void> {
    const now = performance.now();
    if (this.pool.ended) {
      this.endsAt ??= now + LAST_WORDS;
      if (this.abandoned.length === 0 || now > this.endsAt) {
        this.looks.stop();
        this.stopAsking();
        return;
      }
    }
    const silent = [...this.connections.values()].filter((connection) => connection.silence(now) >= SILENCE);
    if (silent.length === 0 && this.isReachable && this.abandoned.length === 0) {
      if (now - this.lastAsked > KEEP_ASKING) this.stopAsking();
      return;
    }
    this.lastAsked = now;
    const working = await this.working();
    if (!working) {
      // It may have come back while it was asked in vain.
      if (this.connectedAt < now) this.endAll();
      return;
    }
    this.noteReachable();
    for (const connection of silent) connection.judge(working.has(connection.session.pid));
    const dead = silent.filter(({ denials }) => denials >= DENIALS);
    if (dead.length === 0) return;
    this.logger.warn(`${dead.length} connections to PostgreSQL were dead and are replaced`);
    // Those that nobody uses may have died with them, and each would fail somebody.
    const unused = [...this.connections.values()].filter(({ isInUse }) => !isInUse);
    this.end([...dead, ...unused]);
  }

  /** The process ids of the sessions that work on a query; undefined if PostgreSQL cannot be reached. */
  private async working(): Promise<ReadonlySet<number> | undefined> {
    for (let attempt = 1; attempt <= 2; attempt++) {
      try {
        return await within(PATIENCE, this.ask());
      } catch (error) {
        this.stopAsking();
        // PostgreSQL has answered: for example, that it has too many connections.
        if (error instanceof DatabaseError) throw error;
      }
    }
    return undefined;
  }

  private async ask(): Promise<ReadonlySet<number>> {
    const client = this.asking ?? (await this.openConnection());
    await this.terminateAbandoned(client);
    const pids = [...this.connections.values()].map(({ session }) => session.pid);
    const { rows } = await client.query<{ pid: number }>(WORKING, [pids]);
    return new Set(rows.map(({ pid }) => pid));
  }

  private async openConnection(): Promise<Client> {
    const client = new Client({ connectionString: this.url, connectionTimeoutMillis: PATIENCE });
    this.asking = client;
    client.on('error', () => {
      if (this.asking === client) this.asking = undefined;
    });
    await client.connect();
    // The end of the process does not wait for it.
    const { stream } = client.connection;
    if (stream instanceof Socket) stream.unref();
    return client;
  }

  private stopAsking(): void {
    this.asking?.connection.stream.destroy();
    this.asking = undefined;
  }

  private noteReachable(): void {
    if (!this.isReachable) this.logger.log('PostgreSQL can be reached again');
    this.isReachable = true;
  }

  private endAll(): void {
    if (this.isReachable) this.logger.warn('PostgreSQL cannot be reached; its connections are ended');
    this.isReachable = false;
    this.end([...this.connections.values()]);
    for (const giveUp of this.waiting) giveUp(unreachable());
  }

  private end(connections: readonly Connection[]): void {
    for (const connection of connections) {
      this.connections.delete(connection.client);
      this.abandoned.push(connection.session);
      connection.end();
    }
  }

  private async terminateAbandoned(client: Client): Promise<void> {
    const sessions = this.abandoned;
    if (sessions.length === 0) return;
    const [pids, starts] = [sessions.map(({ pid }) => pid), sessions.map(({ startedAt }) => startedAt)];
    await client.query(TERMINATE, [pids, starts]);
    this.abandoned = this.abandoned.filter((session) => !sessions.includes(session));
  }
}

/** A connection as seen from this side. */
class Connection {
  readonly session: Session;
  /** Whether somebody has it from the pool. */
  isInUse = true;
  /** Since when nothing has arrived or been sent, by the clock of `performance`. */
  private silentSince = performance.now();
  denials = 0;
  private readonly socket: Socket;
  private bytes = 0;
  /** How many bytes had been sent when PostgreSQL was last ready for a query. */
  private sentWhenReady: number;

  constructor(readonly client: PoolClient) {
    const { connection } = client;
    if (!(connection.stream instanceof Socket)) throw new TypeError('a connection to PostgreSQL is not a socket');
    this.socket = connection.stream;
    this.session = sessionOf(client);
    this.sentWhenReady = this.socket.bytesWritten;
    // Runs before the listener of node-postgres, which sends the next query.
    connection.prependListener('readyForQuery', () => (this.sentWhenReady = this.socket.bytesWritten));
  }

  /** For how many milliseconds a query waits for PostgreSQL without anything happening; 0 if none waits. */
  silence(now: number): number {
    const bytes = this.socket.bytesRead + this.socket.bytesWritten;
    if (bytes !== this.bytes) {
      this.bytes = bytes;
      this.silentSince = now;
      this.denials = 0;
    }
    return this.socket.bytesWritten > this.sentWhenReady ? now - this.silentSince : 0;
  }

  judge(isWorking: boolean): void {
    this.denials = isWorking || this.silence(performance.now()) < SILENCE ? 0 : this.denials + 1;
  }

  end(): void {
    this.socket.destroy(timedOut('PostgreSQL has stopped answering on this connection'));
  }
}

function unreachable(): Error {
  return timedOut('PostgreSQL cannot be reached');
}

/**
 * A session that waits for its client while its client waits for it has lost what was sent. Citus says the same of one that waits
 * for other servers, so there only its state tells.
 */
const WORKING = `
  SELECT pid FROM pg_stat_activity
  WHERE pid = ANY ($1::integer[]) AND state = 'active'
    AND (coalesce(wait_event NOT IN ('ClientRead', 'ClientWrite'), true)
      OR EXISTS (SELECT FROM pg_extension WHERE extname = 'citus'))`;

/** A process id may belong to another session by now. */
const TERMINATE = `
  SELECT pg_terminate_backend(pid)
  FROM pg_stat_activity JOIN unnest($1::integer[], $2::timestamptz[]) AS abandoned (pid, backend_start)
    USING (pid, backend_start)`;
