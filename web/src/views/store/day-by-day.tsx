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
import { openingsText } from './schedule/words';
import { DayStrip, HourScale, Legend } from './strip';
import { textOf } from './stretch-text';

const HOUR = 3_600_000;

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly terms: Terms;
  readonly days: number;
  readonly clock: Clock;
}

/** A strip for each of the last days, and below them the stretch that is selected. */
export function DayByDay({ storeId, asOf, terms, days, clock }: Props) {
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
        {(stretches) => <Strips stretches={stretches} special={specialHours.data ?? []} days={days} clock={clock} />}
      </Loaded>
    </section>
  );
}

interface StripsProps {
  readonly stretches: readonly Stretch[];
  readonly special: readonly Schemas['SpecialDateDto'][];
  readonly days: number;
  readonly clock: Clock;
}

function Strips({ stretches, special, days: count, clock }: StripsProps) {
  const days = useMemo(() => lastDays(stretches, count), [stretches, count]);
  const span = Math.max(24 * HOUR, ...days.map((day) => day.pieces.at(-1)?.to ?? 0));
  const [selection, setSelection] = useState({ day: 0, piece: 0 });
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
              setSelection({ day: index, piece });
            }}
            onLeave={(step) => {
              setSelection(otherDay(days, dayIndex, step, selected?.from ?? 0));
            }}
          />
        ))}
      </div>
      {selected && <Selected stretch={selected.stretch} clock={clock} />}
    </>
  );
}

/** The piece at the same time of the day that is `step` days away. */
function otherDay(days: readonly Day[], from: number, step: number, at: number): { day: number; piece: number } {
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
    ...[...closures.values()].map(({ reason }) => `closure: ${reason === '' ? 'no reason given' : reason}`),
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
