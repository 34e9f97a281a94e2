import { useQuery } from '@tanstack/preact-query';
import { BY_ZONE, groupingChoices, groupings } from '../../api/attributes';
import { useZones } from '../../api/groups';
import type { Period } from '../../periods/period';
import { Choice, Field } from '../../ui/field';
import { Search } from '../../ui/search';

export const SUBJECTS = [
  ['fleet', 'All stores, two periods'],
  ['group', 'A group, two periods'],
  ['store', 'A store, two periods'],
  ['groups', 'Two groups'],
] as const;

/** What the address asks to compare. */
export interface Asked {
  readonly of: (typeof SUBJECTS)[number][0];
  readonly by: string;
  readonly value: string;
  readonly other: string;
  readonly store: string;
  readonly period: Period;
  readonly before: Period;
}

interface Props {
  readonly asked: Asked;
  /** The report whose time zones are offered; empty until there is one. */
  readonly reportId: string;
  readonly onChange: (changes: Readonly<Record<string, string>>) => void;
}

/** Chooses what is compared with what. */
export function CompareForm({ asked, reportId, onChange }: Props) {
  const { of, by, value, other, store, period, before } = asked;
  const attributes = useQuery(groupings).data ?? [];
  const zones = useZones(reportId).map(({ zone }) => zone);
  const values = by === BY_ZONE ? zones : (attributes.find(({ name }) => name === by)?.values ?? []);
  const isOfGroups = of === 'group' || of === 'groups';
  const choices = values.map((one) => [one, one] as const);
  return (
    <form
      class="row"
      aria-label="What to compare"
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <Choice
        label="Compare"
        value={of}
        options={SUBJECTS}
        onChoose={(chosen) => {
          onChange({ of: chosen });
        }}
      />
      {isOfGroups && (
        <>
          <Choice
            label="Group by"
            value={by}
            options={[...(by === '' ? [['', 'Choose'] as const] : []), ...groupingChoices(attributes, by || BY_ZONE)]}
            onChoose={(chosen) => {
              onChange({ by: chosen, value: '', other: '' });
            }}
          />
          <Choice
            label="Group"
            value={value}
            options={[
              ...(values.includes(value) ? [] : [[value, value === '' ? 'Choose' : value] as const]),
              ...choices,
            ]}
            onChoose={(chosen) => {
              onChange({ value: chosen });
            }}
          />
        </>
      )}
      {of === 'groups' && (
        <Choice
          label="with group"
          value={other}
          options={[...(values.includes(other) ? [] : [[other, other === '' ? 'Choose' : other] as const]), ...choices]}
          onChoose={(chosen) => {
            onChange({ other: chosen });
          }}
        />
      )}
      {of === 'store' && (
        <Search
          label="Store id"
          value={store}
          onSearch={(text) => {
            onChange({ store: text });
          }}
        />
      )}
      <Days
        label={of === 'groups' ? 'Days' : 'Period'}
        period={period}
        onChange={({ first, last }) => {
          onChange({ first, last });
        }}
      />
      {of !== 'groups' && (
        <Days
          label="With"
          period={before}
          onChange={({ first, last }) => {
            onChange({ before_first: first, before_last: last });
          }}
        />
      )}
    </form>
  );
}

interface DaysProps {
  readonly label: string;
  readonly period: Period;
  readonly onChange: (period: Period) => void;
}

function Days({ label, period, onChange }: DaysProps) {
  return (
    <>
      {(['first', 'last'] as const).map((end) => (
        <Field key={end} label={`${label}: ${end === 'first' ? 'first day' : 'last day'}`}>
          <input
            type="date"
            required
            value={period[end]}
            onInput={({ currentTarget }) => {
              onChange({ ...period, [end]: currentTarget.value });
            }}
          />
        </Field>
      ))}
    </>
  );
}
