import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePort, LOOPBACK } from '../../src/platform/embedded/local-server';

/** A connection of a client, and ours to the server in its place. */
interface Pair {
  readonly client: Socket;
  readonly server: Socket | undefined;
  /** Whether all bytes are dropped from now on, though both sides believe to be connected. */
  isDead: boolean;
}

/** A TCP proxy between a client and a server of the same machine, which can do what networks and servers do. */
export class FaultProxy {
  private readonly pairs = new Set<Pair>();
  private mode: 'pass' | 'hang' | 'blackhole' = 'pass';
  private delay = 0;
  private bytesLeft = Infinity;
  private listener: Server | undefined;

  private constructor(
    private readonly target: number,
    readonly port: number,
  ) {}

  /** @param url of the server; only its port counts */
  static async before(url: string): Promise<FaultProxy> {
    const proxy = new FaultProxy(Number(new URL(url).port), await freePort());
    await proxy.accept();
    return proxy;
  }

  /** The URL of the server, by way of this proxy. */
  through(url: string): string {
    const proxied = new URL(url);
    proxied.host = `${LOOPBACK}:${this.port}`;
    return proxied.href;
  }

  /** Passes nothing on until the faults end; then everything, nothing of which is lost. */
  hang(): void {
    this.mode = 'hang';
    for (const { client, server } of this.pairs) for (const socket of [client, server]) socket?.pause();
  }

  /** Acknowledges and drops everything. Connections of before and meanwhile stay dead after the faults have ended. */
  blackhole(): void {
    this.mode = 'blackhole';
    for (const pair of this.pairs) pair.isDead = true;
  }

  /** Refuses new connections; those of before go on. */
  refuse(): void {
    this.listener?.close();
    this.listener = undefined;
  }

  /** Resets all connections. */
  reset(): void {
    for (const { client, server } of this.pairs) for (const socket of [client, server]) socket?.resetAndDestroy();
  }

  /** Passes everything on later, by so many milliseconds. */
  slowDown(milliseconds: number): void {
    this.delay = milliseconds;
  }

  /** Resets a connection as soon as the server has sent so many bytes more on all of them. */
  cutAfter(bytes: number): void {
    this.bytesLeft = bytes;
  }

  /** Ends the faults. */
  async heal(): Promise<void> {
    this.mode = 'pass';
    this.delay = 0;
    this.bytesLeft = Infinity;
    for (const { client, server } of this.pairs) for (const socket of [client, server]) socket?.resume();
    if (!this.listener) await this.accept();
  }

  stop(): void {
    for (const { client, server } of this.pairs) for (const socket of [client, server]) socket?.destroy();
    this.refuse();
  }

  private async accept(): Promise<void> {
    this.listener = createServer((client) => {
      this.connect(client);
    }).listen(this.port, LOOPBACK);
    await once(this.listener, 'listening');
  }

  private connect(client: Socket): void {
    const isDead = this.mode === 'blackhole';
    const pair: Pair = { client, server: isDead ? undefined : connect(this.target, LOOPBACK), isDead };
    this.pairs.add(pair);
    for (const socket of [client, pair.server]) socket?.on('error', () => undefined);
    this.pass(pair, client, pair.server);
    if (pair.server) this.pass(pair, pair.server, client);
  }

  private pass(pair: Pair, from: Socket, to: Socket | undefined): void {
    if (this.mode === 'hang') from.pause();
    from.on('data', (bytes) => {
      if (pair.isDead) return;
      if (from === pair.server) this.bytesLeft -= bytes.length;
      if (this.bytesLeft < 0) {
        for (const socket of [from, to]) socket?.resetAndDestroy();
      } else if (this.delay > 0) {
        setTimeout(() => to?.write(bytes), this.delay);
      } else if (to?.write(bytes) === false) {
        from.pause();
        to.once('drain', () => this.mode !== 'hang' && from.resume());
      }
    });
    from.on('close', () => {
      if (!pair.isDead) to?.destroy();
      if (pair.client.destroyed && pair.server?.destroyed !== false) this.pairs.delete(pair);
    });
  }
}
