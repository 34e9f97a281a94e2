import type { Notification, PoolClient } from 'pg';
import type { Database } from '../../platform/database/database';
import { PROGRESS_CHANNEL } from '../report-plan';

/** Listens for the progress of one report, which PostgreSQL notifies on the progress channel. */
export class ReportProgressListener {
  private changed = false;
  private connectionError: Error | undefined;
  private wake: () => void = () => undefined;

  private constructor(
    private readonly reportId: string,
    private readonly listener: PoolClient,
    private readonly readers: readonly PoolClient[],
    private readonly stopping: AbortSignal,
  ) {}

  /**
   * Starts to listen, on a connection of its own.
   * @param readers the connections that hold the snapshots: if one breaks, there is nothing left to wait for
   */
  static async start(
    database: Database,
    readers: readonly PoolClient[],
    reportId: string,
    stopping: AbortSignal,
  ): Promise<ReportProgressListener> {
    const listener = await database.pool.connect();
    const progress = new ReportProgressListener(reportId, listener, readers, stopping);
    listener.on('error', progress.onConnectionError);
    listener.on('notification', progress.onNotification);
    for (const reader of readers) reader.on('error', progress.onConnectionError);
    stopping.addEventListener('abort', progress.onChange);
    try {
      await listener.query(`LISTEN ${PROGRESS_CHANNEL}`);
      return progress;
    } catch (error) {
      await progress.close();
      throw error;
    }
  }

  /**
   * Waits for progress since the last call.
   * @param timeout in milliseconds
   * @throws the error of either connection if it breaks
   */
  async waitForChange(timeout: number): Promise<'changed' | 'timeout' | 'stopping'> {
    if (!this.changed && !this.stopping.aborted) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, timeout);
        this.wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    if (this.connectionError) throw this.connectionError;
    if (this.stopping.aborted) return 'stopping';
    const changed = this.changed;
    this.changed = false;
    return changed ? 'changed' : 'timeout';
  }

  /** Stops listening and releases the connection. */
  async close(): Promise<void> {
    this.stopping.removeEventListener('abort', this.onChange);
    for (const reader of this.readers) reader.off('error', this.onConnectionError);
    this.listener.off('notification', this.onNotification);
    // A connection that may still be listening must not go back to the pool.
    const unlistened = await this.listener.query(`UNLISTEN ${PROGRESS_CHANNEL}`).then(
      () => true,
      () => false,
    );
    this.listener.off('error', this.onConnectionError);
    this.listener.release(!unlistened);
  }

  private readonly onNotification = ({ payload }: Notification): void => {
    if (payload === this.reportId) this.onChange();
  };

  private readonly onChange = (): void => {
    this.changed = true;
    this.wake();
  };

  private readonly onConnectionError = (error: Error): void => {
    this.connectionError = error;
    this.onChange();
  };
}
