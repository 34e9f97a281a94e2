import type { MessageEvent } from '@nestjs/common';
import { NEVER, Subject } from 'rxjs';
import { keptAlive } from './event-stream';

const COMMENT = { comment: '' };
const EVENT = { data: 'news' };

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

describe('a stream of events', () => {
  it('has a comment after each 15 seconds without an event', () => {
    const events = new Subject<MessageEvent>();
    const seen: MessageEvent[] = [];
    events.pipe(keptAlive()).subscribe((event) => seen.push(event));
    const pass = (milliseconds: number) => {
      jest.advanceTimersByTime(milliseconds);
      return seen.splice(0);
    };
    expect(pass(14_999)).toEqual([]);
    expect(pass(1)).toEqual([COMMENT]);
    expect(pass(30_000)).toEqual([COMMENT, COMMENT]);
    jest.advanceTimersByTime(14_000);
    events.next(EVENT);
    expect(pass(14_999)).toEqual([EVENT]);
    expect(pass(1)).toEqual([COMMENT]);
  });

  it('leaves no timer behind when it ends', () => {
    const events = new Subject<MessageEvent>();
    let isOver = false;
    events.pipe(keptAlive()).subscribe({ complete: () => (isOver = true) });
    events.next(EVENT);
    expect(jest.getTimerCount()).toBe(1);
    events.complete();
    expect(isOver).toBe(true);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when it fails', () => {
    const events = new Subject<MessageEvent>();
    let failure: unknown;
    events.pipe(keptAlive()).subscribe({ error: (error: unknown) => (failure = error) });
    events.error('broken');
    expect(failure).toBe('broken');
    expect(jest.getTimerCount()).toBe(0);
  });

  it('leaves no timer behind when its client goes', () => {
    const watching = NEVER.pipe(keptAlive()).subscribe();
    expect(jest.getTimerCount()).toBe(1);
    watching.unsubscribe();
    expect(jest.getTimerCount()).toBe(0);
  });
});
