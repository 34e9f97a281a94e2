import { useMutation, useQuery } from '@tanstack/preact-query';
import { useState } from 'preact/hooks';
import { api, dataOf, queries, type Schemas } from '../../api/client';
import { fleetWith } from '../../api/fleet';
import { Problem } from '../../api/problem';
import { durationText } from '../../api/terms';
import {
  comparedWith,
  dateAt,
  type Period,
  periodOf,
  type Preset,
  periodText,
  STANDARD_WINDOWS,
} from '../../periods/period';
import { PeriodChoice } from '../../periods/period-choice';
import { windowsOf } from '../../periods/period-report';
import { goTo, href } from '../../route';
import { Choice, Field, invalid } from '../../ui/field';
import { Failure } from '../../ui/loaded';

const DEFAULT = ['', 'Default of the service'] as const;
const DEFAULT_STATUSES = [DEFAULT, ['active', 'Active'], ['inactive', 'Inactive'], ['unknown', 'Unknown']] as const;
const SPEAKS = [DEFAULT, ...['1h', '3h', '1d'].map((one) => [one, `${durationText(one)} at most`] as const)];
const CLOSURES = [DEFAULT, ['exclude', 'Excluded'], ['ignore', 'Ignored']] as const;
const COLUMNS = [
  ['all', 'Also unknown and excluded'],
  ['standard', 'Uptime and downtime'],
] as const;
const STANDARD = 'standard';

const TRIGGER = ['trigger'];

/** Starts a report: of yesterday and the last hour, day and week, unless told otherwise. */
export function Trigger() {
  const fleet = useQuery(fleetWith(undefined));
  const [period, setPeriod] = useState<Preset | typeof STANDARD>('yesterday');
  const [picked, setPicked] = useState<Period>({ first: '', last: '' });
  const [asOf, setAsOf] = useState('');
  const [defaultStatus, setDefaultStatus] = useState<(typeof DEFAULT_STATUSES)[number][0]>('');
  const [speaks, setSpeaks] = useState('');
  const [closures, setClosures] = useState<(typeof CLOSURES)[number][0]>('');
  const [columns, setColumns] = useState<(typeof COLUMNS)[number][0]>('all');
  const trigger = useMutation({
    mutationKey: TRIGGER,
    mutationFn: (body: Schemas['TriggerReportDto']) => dataOf(api.POST('/trigger_report', { body })),
    onSuccess: ({ report_id }) => {
      void queries.invalidateQueries();
      goTo(href(['reports', report_id]));
    },
  });
  const end = asOf.trim() === '' ? (fleet.data?.latest_observed_at ?? '') : asOf.trim();
  const today =
    fleet.data && !Number.isNaN(Date.parse(end)) ? dateAt(end, fleet.data.terms.default_timezone) : undefined;
  const days = period === STANDARD || today === undefined ? undefined : periodOf(period, today, picked);
  const before = days && period !== STANDARD ? comparedWith(period, days) : undefined;
  const isAboutAsOf = trigger.error instanceof Problem && trigger.error.code === 'invalid_as_of';
  return (
    <form
      class="card"
      aria-label="New report"
      onSubmit={(event) => {
        event.preventDefault();
        // A second click can come before the button is disabled.
        if (queries.isMutating({ mutationKey: TRIGGER }) > 0) return;
        trigger.mutate({
          ...(asOf.trim() === '' ? {} : { as_of: asOf.trim() }),
          ...(days && before ? { windows: [...windowsOf(days, before), ...STANDARD_WINDOWS] } : {}),
          columns,
          ...(defaultStatus === '' ? {} : { default_status: defaultStatus }),
          ...(speaks === '' ? {} : { unknown_after: speaks }),
          ...(closures === '' ? {} : { closures }),
        });
      }}
    >
      <div class="row">
        <PeriodChoice
          value={period}
          picked={picked}
          others={[[STANDARD, 'Last hour, day and week']]}
          onChoose={(chosen, dates) => {
            setPeriod(chosen);
            setPicked(dates);
            if (chosen !== period) setColumns(chosen === STANDARD ? 'standard' : 'all');
            trigger.reset();
          }}
        />
        <Field label="As of (empty: latest observation)">
          <input
            value={asOf}
            placeholder="2024-10-10T12:00:00Z"
            spellcheck={false}
            onInput={({ currentTarget }) => {
              setAsOf(currentTarget.value);
              trigger.reset();
            }}
            {...invalid(isAboutAsOf, 'trigger-error')}
          />
        </Field>
        <button type="submit" disabled={trigger.isPending || fleet.isPending || (period === 'dates' && !days)}>
          Start a report
        </button>
      </div>
      {days && before && (
        <p class="preview">
          {periodText(days)}, in each store’s own days, and for comparison {periodText(before)}; also the last hour, day
          and week.
        </p>
      )}
      <details>
        <summary>How it counts</summary>
        <div class="row">
          <Choice
            label="Status before the first observation"
            value={defaultStatus}
            options={DEFAULT_STATUSES}
            onChoose={setDefaultStatus}
          />
          <Choice label="A poll speaks for" value={speaks} options={SPEAKS} onChoose={setSpeaks} />
          <Choice label="Open time within closures" value={closures} options={CLOSURES} onChoose={setClosures} />
          <Choice label="Columns" value={columns} options={COLUMNS} onChoose={setColumns} />
        </div>
      </details>
      {trigger.error && <Failure id="trigger-error" error={trigger.error} />}
    </form>
  );
}
