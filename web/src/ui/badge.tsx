const LOOKS = {
  active: { sign: '●', look: 'good' },
  inactive: { sign: '▲', look: 'bad' },
  closed: { sign: '–', look: 'calm' },
  Complete: { sign: '✓', look: 'good' },
  Running: { sign: '…', look: 'busy' },
  Error: { sign: '▲', look: 'bad' },
  Failed: { sign: '▲', look: 'bad' },
  Cancelled: { sign: '–', look: 'calm' },
} as const;

/** A state, told by sign and word and only then by colour. */
export function Badge({ state }: { readonly state: keyof typeof LOOKS }) {
  const { sign, look } = LOOKS[state];
  return (
    <span class={`badge ${look}`}>
      <span aria-hidden="true">{sign}</span> {state}
    </span>
  );
}
