import { useEffect, useState } from 'preact/hooks';
import { Field } from './field';

/** Milliseconds without a key after which one has probably written what one meant. */
const PAUSE = 250;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** Searches once one pauses to write. */
export function Search({ label, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  // The address may also change by itself, as when one goes back.
  useEffect(() => {
    setText(value);
  }, [value]);
  useEffect(() => {
    if (text === value) return;
    const pause = setTimeout(() => {
      onSearch(text.trim());
    }, PAUSE);
    return () => {
      clearTimeout(pause);
    };
  }, [text, value, onSearch]);
  return (
    <Field label={label}>
      <input
        type="search"
        value={text}
        spellcheck={false}
        autocomplete="off"
        onInput={({ currentTarget }) => {
          setText(currentTarget.value);
        }}
      />
    </Field>
  );
}
