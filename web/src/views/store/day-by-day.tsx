import { useQuery } from '@tanstack/preact-query';
import { useMemo, useState } from 'preact/hooks';
import { api, dataOf } from '../../api/client';
import { earlier } from '../../format';
import { Loaded } from '../../ui/loaded';
import type { Clock } from './clock';
import { type Day, lastDays, type Stretch } from './days';
import { DayStrip, Hours, Legend } from './strip';
import { inWords } from './stretch-text';

const HOUR = 3_600_000;

interface Props {
  readonly storeId: string;
  readonly asOf: string;
  readonly defaultStatus: 'active' | 'inactive' | undefined;
  readonly days: number;
  readonly clock: Clock;
}

/** A strip for each of the last days, and beside them what the one that is pointed at says. */
export function History({ storeId, asOf, defaultStatus, days, clock }: Props) {
  const ledger = useQuery({
    queryKey: ['ledger', storeId, asOf, defaultStatus, days],
    // Two hours more than the days have: one of them may last 25 hours.
    queryFn: () => wholeLedger(storeId, earlier(asOf, (days * 24 + 2) * HOUR), asOf, defaultStatus),
  });
  return (
    <section class="card" aria-labelledby="days">
      <h2 id="days">Day by day</h2>
      <Loaded from={ledger}>{(stretches) => <Strips stretches={stretches} days={days} clock={clock} />}</Loaded>
    </section>
  );
}

interface StripsProps {
  readonly stretches: readonly Stretch[];
  readonly days: number;
  readonly clock: Clock;
}

function Strips({ stretches, days: count, clock }: StripsProps) {
  const days = useMemo(() => lastDays(stretches, count), [stretches, count]);
  const span = Math.max(24 * HOUR, ...days.map((day) => day.pieces.at(-1)?.to ?? 0));
  const [place, setPlace] = useState({ day: 0, piece: 0 });
  const dayAt = Math.min(place.day, days.length - 1);
  const pointed = days[dayAt]?.pieces[place.piece];
  return (
    <>
      <Legend />
      <p class="unseen" id="strip-keys">
        Left and right go through the stretches of a day, up and down through the days.
      </p>
      <div class="strips">
        <Hours span={span} />
        {days.map((day, index) => (
          <DayStrip
            key={day.date}
            day={day}
            span={span}
            clock={clock}
            pointed={index === dayAt ? place.piece : undefined}
            onPoint={(piece) => {
              setPlace({ day: index, piece });
            }}
            onLeave={(step) => {
              setPlace(nextDay(days, dayAt, step, pointed?.from ?? 0));
            }}
          />
        ))}
      </div>
      {pointed && <Pointed stretch={pointed.stretch} clock={clock} />}
    </>
  );
}

/** The piece of the next day, or the one before, at the same time of day. */
function nextDay(days: readonly Day[], from: number, step: number, at: number): { day: number; piece: number } {
  const day = Math.max(0, Math.min(days.length - 1, from + step));
  const piece = days[day]?.pieces.findIndex(({ to }) => to > at) ?? 0;
  return { day, piece: Math.max(0, piece) };
}

function Pointed({ stretch, clock }: { readonly stretch: Stretch; readonly clock: Clock }) {
  const { title, rule, source } = inWords(stretch, clock);
  return (
    <div class="pointed">
      <p>
        <strong>{title}</strong>
      </p>
      <p>
        {rule} {source}
      </p>
      {stretch.source?.received_at != null && (
        <p class="quiet">
          Received {clock.tell(stretch.source.received_at)}, import <span class="id">{stretch.source.import_id}</span>.
        </p>
      )}
    </div>
  );
}

/** All pages of a ledger; its range is bounded, and so are they. */
async function wholeLedger(storeId: string, from: string, to: string, default_status: Props['defaultStatus']) {
  const stretches: Stretch[] = [];
  for (let cursor: string | undefined | null; cursor !== null;) {
    const page = await dataOf(
      api.GET('/stores/{store_id}/uptime', {
        params: { path: { store_id: storeId }, query: { from, to, default_status, explain: 'true', cursor } },
      }),
    );
    stretches.push(...(page.ledger ?? []));
    cursor = page.next_cursor ?? null;
  }
  return stretches;
}
