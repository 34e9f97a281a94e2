import type { TargetedPointerEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Clock } from './clock';
import type { ClockChange, Day, Piece } from './days';
import { plainTextOf } from './stretch-text';

const HOUR = 3_600_000;
const HOURS = [0, 6, 12, 18, 24];

const WEEKDAY = new Intl.DateTimeFormat('en', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' });

/** The shape of each state, so that they do not differ by colour alone. */
const SHAPES = {
  active: { y: '10%', height: '80%' },
  inactive: { y: '10%', height: '80%' },
  unknown: { y: '10%', height: '80%' },
  excluded: { y: '28%', height: '44%' },
  closed: { y: '46%', height: '8%' },
} as const;

interface Props {
  readonly day: Day;
  /** What is special about the day, in words. */
  readonly notes: readonly string[];
  /** The full width, in milliseconds. */
  readonly span: number;
  readonly clock: Clock;
  /** Index of the selected piece; undefined if it is on another day. */
  readonly selected: number | undefined;
  readonly onSelect: (piece: number) => void;
  /** Moves the selection by a number of days; later days come first. */
  readonly onLeave: (step: number) => void;
}

/** A day as a strip. For screen readers it is a slider whose values describe the stretches. */
export function DayStrip({ day, notes, span, clock, selected, onSelect, onLeave }: Props) {
  const slider = useRef<HTMLDivElement>(null);
  useFocusWhenSelected(slider, selected !== undefined);
  const current = day.pieces[selected ?? 0];
  if (!current) return null;
  const name = WEEKDAY.format(Date.parse(day.date));
  const selectAt = (event: TargetedPointerEvent<HTMLDivElement>) => {
    const { left, width } = event.currentTarget.getBoundingClientRect();
    const at = ((event.clientX - left) / width) * span;
    const piece = day.pieces.findIndex(({ from, to }) => at >= from && at < to);
    if (piece !== -1 && piece !== selected) onSelect(piece);
  };
  return (
    <div class="day">
      <span class="date">{name}</span>
      <div
        ref={slider}
        class="strip"
        role="slider"
        tabIndex={selected === undefined ? -1 : 0}
        aria-label={[name, ...day.changes.map(changeText), ...notes].join(', ')}
        aria-describedby="strip-keys"
        aria-orientation="horizontal"
        aria-valuemin={1}
        aria-valuemax={day.pieces.length}
        aria-valuenow={(selected ?? 0) + 1}
        aria-valuetext={plainTextOf(current.stretch, clock)}
        onPointerMove={selectAt}
        onPointerDown={selectAt}
        onKeyDown={(event) => {
          const steps = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
          const days = { ArrowUp: -1, ArrowDown: 1 };
          if (isKeyOf(steps, event.key)) {
            onSelect(Math.max(0, Math.min(day.pieces.length - 1, (selected ?? 0) + steps[event.key])));
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
              <title>{changeText(change)}</title>
            </g>
          ))}
          {selected !== undefined && (
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
          {changeText(change)}
        </small>
      ))}
      {notes.map((note) => (
        <small key={note} class="change-note">
          <span aria-hidden="true">★</span> {note}
        </small>
      ))}
    </div>
  );
}

/** Moves the focus along when arrow keys select another day. */
function useFocusWhenSelected(slider: { readonly current: HTMLDivElement | null }, isSelected: boolean): void {
  useEffect(() => {
    const isWithin = document.activeElement?.getAttribute('role') === 'slider';
    if (isSelected && isWithin) slider.current?.focus();
  }, [slider, isSelected]);
}

function isKeyOf<Keys extends object>(keys: Keys, key: PropertyKey): key is keyof Keys {
  return key in keys;
}

interface Shape {
  readonly state: Piece['stretch']['state'];
  /** Before the first observation. */
  readonly isAssumed: boolean;
  readonly from: number;
  to: number;
}

/** Draws neighbours that look the same as one, because there may be an observation every minute. */
function merged(pieces: readonly Piece[]): Shape[] {
  const shapes: Shape[] = [];
  for (const { stretch, from, to } of pieces) {
    const { state } = stretch;
    const isAssumed = stretch.source?.kind === 'default' && state !== 'unknown';
    const last = shapes.at(-1);
    if (last?.state === state && last.isAssumed === isAssumed) last.to = to;
    else shapes.push({ state, isAssumed, from, to });
  }
  return shapes;
}

function percent(part: number, span: number): string {
  return `${(part / span) * 100}%`;
}

function changeText({ by, zone }: ClockChange): string {
  const hours = Math.abs(by) / HOUR;
  if (zone !== undefined) return `time zone ${zone} from here on, ${hours} h ${by > 0 ? 'ahead' : 'back'}`;
  return `clocks go ${by > 0 ? 'forward' : 'back'} ${hours} h`;
}

/** The scale above the strips: hours since midnight, which differ from the clock on days when the clocks change. */
export function HourScale({ span }: { readonly span: number }) {
  return (
    <div class="day" aria-hidden="true">
      <span class="date">Hours elapsed</span>
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

const LEGEND = [
  ['active', 'active', 'active'],
  ['inactive', 'inactive', 'inactive'],
  ['active assumed', 'active', 'assumed before the first observation'],
  ['unknown', 'unknown', 'unknown'],
  ['excluded', 'excluded', 'excluded by a closure'],
  ['closed', 'closed', 'closed'],
] as const;

export function Legend() {
  return (
    <ul class="legend">
      {LEGEND.map(([look, state, name]) => (
        <li key={look}>
          <svg width="24" height="14" aria-hidden="true">
            <rect class={look} x="1" width="22" {...SHAPES[state]} />
          </svg>
          {name}
        </li>
      ))}
      <li>
        <svg width="24" height="14" aria-hidden="true" class="change">
          <line x1="12" x2="12" y1="0" y2="14" />
        </svg>
        clock or zone change
      </li>
      <li>
        <span aria-hidden="true">★</span> special date or closure
      </li>
    </ul>
  );
}
