import { useEffect, useState } from 'preact/hooks';
import { Field } from './field';

/** Milliseconds without typing after which the search starts. */
const PAUSE = 250;

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onSearch: (text: string) => void;
}

/** A search field that searches when typing pauses. */
export function Search({ label, value, onSearch }: Props) {
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  // The address also changes without typing, for example by going back. An effect would show the old text first.
  if (value !== known) {
    setKnown(value);
    setText(value);
  }
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
