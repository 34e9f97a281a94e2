import { useQuery } from '@tanstack/preact-query';
import { storeAttributes } from '../../api/attributes';
import { Choice } from '../../ui/field';

/** How many attributes have a choice of their own at once; the others are folded. */
const UNFOLDED = 3;
/** The parameter of an attribute in an address. */
const PARAMETER = /^attributes\[(.+)\]$/;

/** The values of attributes that an address asks for, by the name of their parameter. */
export function attributesIn(query: URLSearchParams): Record<string, string> {
  return Object.fromEntries([...query].filter(([name]) => PARAMETER.test(name)));
}

/** The same as the API takes them; undefined: none. */
export function attributesOf(parameters: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const values = Object.entries(parameters).flatMap(([parameter, value]) => {
    const [, name] = PARAMETER.exec(parameter) ?? [];
    return name === undefined ? [] : [[name, value] as const];
  });
  return values.length === 0 ? undefined : Object.fromEntries(values);
}

interface Props {
  /** As from `attributesIn`. */
  readonly chosen: Readonly<Record<string, string>>;
  /** Gets a parameter and its value; an empty one for any. */
  readonly onChoose: (parameter: string, value: string) => void;
}

/** A choice of the values of each attribute that stores have; nothing while they have none. */
export function AttributeFilters({ chosen, onChoose }: Props) {
  const attributes = useQuery(storeAttributes).data?.attributes;
  const choices = (attributes ?? []).map(({ name, values }) => {
    const parameter = Object.keys(chosen).find((each) => each.toLowerCase() === `attributes[${name}]`.toLowerCase());
    const value = parameter === undefined ? '' : (chosen[parameter] ?? '');
    const known = values.map((each) => [each.value, `${each.value} (${each.stores.toLocaleString('en')})`] as const);
    // One of so many values that it is not listed.
    const other = value === '' || known.some(([each]) => each === value) ? [] : [[value, value] as const];
    return (
      <Choice
        key={name}
        label={name}
        value={value}
        options={[['', 'Any'], ...other, ...known]}
        onChoose={(changed) => {
          onChoose(parameter ?? `attributes[${name}]`, changed);
        }}
      />
    );
  });
  return (
    <>
      {choices.slice(0, UNFOLDED)}
      {choices.length > UNFOLDED && (
        <details>
          <summary>More attributes</summary>
          {choices.slice(UNFOLDED)}
        </details>
      )}
    </>
  );
}
