import type { MessageEvent } from '@nestjs/common';
import {
  connect,
  endWith,
  ignoreElements,
  interval,
  map,
  merge,
  type MonoTypeOperatorFunction,
  startWith,
  switchMap,
  takeUntil,
} from 'rxjs';

/** Milliseconds of silence after which proxies and clients are shown that a stream is alive. */
const QUIET = 15_000;

/** An event that clients skip (HTML, section 9.2.6). */
const COMMENT: MessageEvent = { comment: '' };

/** Adds a comment to a stream of events whenever it has been quiet for 15 seconds, until it ends. */
export function keptAlive(): MonoTypeOperatorFunction<MessageEvent> {
  return connect((events) => {
    const comments = events.pipe(
      startWith(undefined),
      switchMap(() => interval(QUIET)),
      map(() => COMMENT),
      takeUntil(events.pipe(ignoreElements(), endWith(undefined))),
    );
    return merge(events, comments);
  });
}
