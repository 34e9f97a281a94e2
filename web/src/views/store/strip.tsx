import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Clock } from './clock';
import type { ClockChange, Day, Piece } from './days';
import { aloud } from './stretch-text';

const HOUR = 3_600_000;
const HOURS = [0, 6, 12, 18, 24];

const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** How tall each state is drawn: what they look like does not rest on colour alone. */
const SHAPES = {
  active: { y: '10%', height: '80%' },
  inactive: { y: '10%', height: '80%' },
  closed: { y: '46%', height: '8%' },
} as const;

interface Props {
  readonly day: Day;
  /** Milliseconds that the width stands for. */
  readonly span: number;
  readonly clock: Clock;
  /** The piece that is pointed at; undefined: it is on another day. */
  readonly pointed: number | undefined;
  readonly onPoint: (piece: number) => void;
  /** Up or down, to another day. */
  readonly onLeave: (step: number) => void;
}

/** A day as a strip. To screen readers it is a slider, whose values are the stretches in words. */
export function DayStrip({ day, span, clock, pointed, onPoint, onLeave }: Props) {
  const slider = useRef<HTMLDivElement>(null);
  useFocusWhenReached(slider, pointed !== undefined);
  const current = day.pieces[pointed ?? 0];
  if (!current) return null;
  const name = WEEKDAY.format(Date.parse(day.date));
  const point = (event: TargetedPointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientX - left) / width) * span;
    const piece = day.pieces.findIndex(({ from, to }) => at >= from && at < to);
    if (piece !== -1 && piece !== pointed) onPoint(piece);
  };
  return (
    <div class="day">
      <span class="date">{name}</span>
      <div
        ref={slider}
        class="strip"
        role="slider"
        tabIndex={pointed === undefined ? -1 : 0}
        aria-label={`${name}${day.changes.map((change) => `, ${changeInWords(change)}`).join('')}`}
        aria-describedby="strip-keys"
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={day.pieces.length}
        aria-valuenow={(pointed ?? 0) + 1}
        aria-valuetext={aloud(current.stretch, clock)}
        onPointerMove={point}
        onPointerDown={point}
        onKeyDown={(event) => {
          const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
          const days = { ArrowUp: -1, ArrowDown: 1 };
          if (isKeyOf(steps, event.key)) {
            onPoint(Math.max(0, Math.min(day.pieces.length - 1, (pointed ?? 0) + steps[event.key])));
          } else if (isKeyOf(days, event.key)) onLeave(days[event.key]);
          else return;
          event.preventDefault();
        }}
      >
        <svg width="100%" height="100%" aria-hidden="true">
          {merged(day.pieces).map(({ state, isAssumed, from, to }) => (
            <rect
              key={from}
              class={isAssumed ? `${state} assumed` : state}
              x={percent(from, span)}
              width={percent(to - from, span)}
              {...SHAPES[state]}
            />
          ))}
          {day.changes.map((change) => (
            <g key={change.at} class="change">
              <line x1={percent(change.at, span)} x2={percent(change.at, span)} y1="0" y2="100%" />
              <title>{changeInWords(change)}</title>
            </g>
          ))}
          {pointed !== undefined && (
            <rect
              class="mark"
              x={percent(current.from, span)}
              width={percent(current.to - current.from, span)}
              y="2%"
              height="96%"
            />
          )}
        </svg>
      </div>
      {day.changes.map((change) => (
        <small key={change.at} class="change-note">
          {changeInWords(change)}
        </small>
      ))}
    </div>
  );
}

/** The focus goes along when the arrows lead from a focused day to the next. */
function useFocusWhenReached(slider: { readonly current: HTMLDivElement | null }, isReached: boolean): void {
  useEffect(() => {
    const isWithin = document.activeElement?.getAttribute('role') === 'slider';
    if (isReached && isWithin) slider.current?.focus();
  }, [slider, isReached]);
}

function isKeyOf<Keys extends object>(keys: Keys, key: PropertyKey): key is keyof Keys {
  return key in keys;
}

interface Shape {
  readonly state: Piece['stretch']['state'];
  /** No poll had come yet. */
  readonly isAssumed: boolean;
  readonly from: number;
  to: number;
}

/** Neighbours that look the same are drawn as one: there may be a poll a minute. */
function merged(pieces: readonly Piece[]): Shape[] {
  const shapes: Shape[] = [];
  for (const { stretch, from, to } of pieces) {
    const { state } = stretch;
    const isAssumed = stretch.source?.kind === 'default';
    const last = shapes.at(-1);
    if (last?.state === state && last.isAssumed === isAssumed) last.to = to;
    else shapes.push({ state, isAssumed, from, to });
  }
  return shapes;
}

function percent(part: number, span: number): string {
  return `${(part / span) * 100}%`;
}

function changeInWords({ by }: ClockChange): string {
  const hours = Math.abs(by) / HOUR;
  return `clocks go ${by > 0 ? 'forward' : 'back'} ${hours} h`;
}

/** The hours that have passed since midnight above the strips; where the clocks change they show others. */
export function Hours({ span }: { readonly span: number }) {
  return (
    <div class="day" aria-hidden="true">
      <span class="date">Hours passed</span>
      <svg class="hours" width="100%" height="16">
        {HOURS.map((hour) => (
          <text
            key={hour}
            x={percent(hour * HOUR, span)}
            y="12"
            class={hour === 0 ? 'first' : hour === 24 ? 'last' : ''}
          >
            {hour}
          </text>
        ))}
      </svg>
    </div>
  );
}

export function Legend() {
  return (
    <>
      <svg class="patterns" width="0" height="0" aria-hidden="true">
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="ground" width="6" height="6" />
          <rect class="stripe" width="2.5" height="6" />
        </pattern>
      </svg>
      <ul class="legend">
        {(['active', 'inactive', 'closed'] as const).map((state) => (
          <li key={state}>
            <svg width="24" height="14" aria-hidden="true">
              <rect class={state} width="24" {...SHAPES[state]} />
            </svg>
            {state}
          </li>
        ))}
        <li>
          <svg width="24" height="14" aria-hidden="true">
            <rect class="active assumed" width="24" {...SHAPES.active} />
          </svg>
          assumed, before any poll
        </li>
        <li>
          <svg width="24" height="14" aria-hidden="true" class="change">
            <line x1="12" x2="12" y1="0" y2="14" />
          </svg>
          clocks change
        </li>
      </ul>
    </>
  );
}
