import { useEffect, useState } from 'preact/hooks';
import { queries } from './client';
import { fieldsOf } from './problem';

export interface Progress {
  readonly done: number;
  /** Null until the report has started. */
  readonly total: number | null;
}

const ENDINGS = ['complete', 'error', 'cancelled'];

/** Follows a running report by its events; when it ends, all cached answers are fetched again. */
export function useReportProgress(reportId: string, isRunning: boolean): Progress | undefined {
  const [progress, setProgress] = useState<Progress>();
  useEffect(() => {
    if (!isRunning) return;
    const events = new EventSource(`reports/${reportId}/events`);
    events.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      setProgress(progressIn(data));
    });
    for (const ending of ENDINGS) {
      events.addEventListener(ending, (event) => {
        // A broken connection is an `error` event as well, but has no data; the browser reconnects by itself.
        if (!(event instanceof MessageEvent)) return;
        events.close();
        void queries.invalidateQueries();
      });
    }
    return () => {
      events.close();
    };
  }, [reportId, isRunning]);
  return progress;
}

function progressIn(data: string): Progress {
  const { stores_done, stores_total } = fieldsOf(JSON.parse(data));
  return {
    done: typeof stores_done === 'number' ? stores_done : 0,
    total: typeof stores_total === 'number' ? stores_total : null,
  };
}
