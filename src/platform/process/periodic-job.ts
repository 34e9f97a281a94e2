/** A job that runs at an interval until it is stopped; a run that is due while another is still running is skipped. */
export class PeriodicJob {
  private readonly timer: NodeJS.Timeout;
  private isRunning = false;

  /**
   * The first run comes after one interval, or with `runNow`. The job does not keep the process alive.
   * @param interval milliseconds between the starts of two runs
   * @param onError called with the error of a run that fails; the next run comes all the same
   */
  constructor(
    interval: number,
    private readonly job: () => Promise<void>,
    private readonly onError: (error: unknown) => void,
  ) {
    this.timer = setInterval(() => {
      this.runNow();
    }, interval).unref();
  }

  /** Starts a run unless one is running. */
  runNow(): void {
    if (this.isRunning) return;
    this.isRunning = true;
    this.job()
      .catch(this.onError)
      .finally(() => {
        this.isRunning = false;
      });
  }

  /** No run starts any more; one that is running goes on. */
  stop(): void {
    clearInterval(this.timer);
  }
}
