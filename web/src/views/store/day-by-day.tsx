import { useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { api, dataOf, type Schemas } from '../../api/client';
import { specialHoursOf } from '../../api/schedule';
import type { Terms } from '../../api/terms';
import { earlier } from '../../format';
import { ImportLink } from '../imports/import-link';
import { Loaded } from '../../ui/loaded';
import type { Clock } from './clock';
import { type Day, lastDays, type Stretch } from './days';
import { reasonText, openingsText } from './schedule/words';
import { DayStrip, HourScale, Legend } from './strip';
import { textOf } from './stretch-text';

const HOUR = 3_600_000;

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly terms: Terms;
  readonly days: number;
  readonly clock: Clock;
  /** An instant of the stretch that is selected at first; undefined: the first of the latest day. */
  readonly at: string | undefined;
  /** Called with an instant of each other stretch that is selected. */
  readonly onSelect: (at: string) => void;
}

/** A strip for each of the last days, and below them the stretch that is selected. */
export function DayByDay({ storeId, asOf, terms, days, clock, at, onSelect }: Props) {
  const ledger = useQuery({
    queryKey: ['ledger', storeId, asOf, terms, days],
    // Two hours to spare, because a day with a clock change may last 25 hours.
    queryFn: () => wholeLedger(storeId, earlier(asOf, (days * 24 + 2) * HOUR), asOf, terms),
  });
  const specialHours = useQuery(specialHoursOf(storeId));
  return (
    <section class="card" aria-labelledby="days">
      <h2 id="days">Day by day</h2>
      <Loaded query={ledger}>
        {(stretches) => (
          <Strips
            stretches={stretches}
            special={specialHours.data ?? []}
            days={days}
            clock={clock}
            at={at}
            onSelect={onSelect}
          />
        )}
      </Loaded>
    </section>
  );
}

interface StripsProps extends Pick<Props, 'days' | 'clock' | 'at' | 'onSelect'> {
  readonly stretches: readonly Stretch[];
  readonly special: readonly Schemas['SpecialDateDto'][];
}

function Strips({ stretches, special, days: count, clock, at, onSelect }: StripsProps) {
  const days = useMemo(() => lastDays(stretches, count), [stretches, count]);
  const span = Math.max(24 * HOUR, ...days.map((day) => day.pieces.at(-1)?.to ?? 0));
  const [selection, setSelection] = useState(() => placeOf(days, at));
  const select = (place: Place) => {
    setSelection(place);
    const piece = days[place.day]?.pieces[place.piece];
    if (piece) onSelect(piece.stretch.from);
  };
  const dayIndex = Math.min(selection.day, days.length - 1);
  const pieces = days[dayIndex]?.pieces ?? [];
  // The schedule may have changed since, and with it how many pieces there are.
  const pieceIndex = Math.min(selection.piece, pieces.length - 1);
  const selected = pieces[pieceIndex];
  return (
    <>
      <Legend />
      <p class="unseen" id="strip-keys">
        Left and right arrows move through the stretches of a day, up and down arrows through the days.
      </p>
      <div class="strips">
        <HourScale span={span} />
        {days.map((day, index) => (
          <DayStrip
            key={day.date}
            day={day}
            notes={notesOf(day, special)}
            span={span}
            clock={clock}
            selected={index === dayIndex ? pieceIndex : undefined}
            onSelect={(piece) => {
              select({ day: index, piece });
            }}
            onLeave={(step) => {
              select(otherDay(days, dayIndex, step, selected?.from ?? 0));
            }}
          />
        ))}
      </div>
      {selected && <Selected stretch={selected.stretch} clock={clock} />}
    </>
  );
}

/** Where a piece is. */
interface Place {
  readonly day: number;
  readonly piece: number;
}

/** The piece with an instant in it; the first of the latest day if there is none. */
function placeOf(days: readonly Day[], at: string | undefined): Place {
  const instant = Date.parse(at ?? '');
  const isAt = ({ stretch }: Day['pieces'][number]) =>
    Date.parse(stretch.from) <= instant && instant < Date.parse(stretch.to);
  const day = days.findLastIndex(({ pieces }) => pieces.some(isAt));
  return day === -1 ? { day: 0, piece: 0 } : { day, piece: days[day]?.pieces.findIndex(isAt) ?? 0 };
}

/** The piece at the same time of the day that is `step` days away. */
function otherDay(days: readonly Day[], from: number, step: number, at: number): Place {
  const day = Math.max(0, Math.min(days.length - 1, from + step));
  const piece = days[day]?.pieces.findIndex(({ to }) => to > at) ?? 0;
  return { day, piece: Math.max(0, piece) };
}

/** What is special about a day, in words. */
function notesOf({ date, pieces }: Day, special: readonly Schemas['SpecialDateDto'][]): string[] {
  const today = special.find((other) => other.date === date);
  const closures = new Map(
    pieces.flatMap(({ stretch: { closure } }) => (closure ? [[closure.closure_id, closure]] : [])),
  );
  return [
    ...(today ? [`special date: ${openingsText(today.hours)}`] : []),
    ...[...closures.values()].map(({ reason }) => `closure: ${reasonText(reason)}`),
  ];
}

function Selected({ stretch, clock }: { readonly stretch: Stretch; readonly clock: Clock }) {
  const { title, rule, source, version } = textOf(stretch, clock);
  return (
    <div class="selected">
      <p>
        <strong>{title}</strong>
      </p>
      <p>
        {rule} {source} {version}
      </p>
      {stretch.source?.received_at != null && stretch.source.import_id !== null && (
        <p class="quiet">
          Received {clock.format(stretch.source.received_at)} in <ImportLink id={stretch.source.import_id} />.
        </p>
      )}
    </div>
  );
}

/** All pages of a ledger, of which there are few because the range is short. */
async function wholeLedger(storeId: string, from: string, to: string, terms: Terms) {
  const stretches: Stretch[] = [];
  for (let cursor: string | undefined | null; cursor !== null;) {
    const page = await dataOf(
      api.GET('/stores/{store_id}/uptime', {
        params: { path: { store_id: storeId }, query: { from, to, ...terms, explain: true, cursor } },
      }),
    );
    stretches.push(...(page.ledger ?? []));
    cursor = page.next_cursor ?? null;
  }
  return stretches;
}
