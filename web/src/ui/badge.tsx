const LOOKS = {
  active: { sign: '●', look: 'good' },
  inactive: { sign: '▲', look: 'bad' },
  closed: { sign: '–', look: 'calm' },
  Complete: { sign: '✓', look: 'good' },
  Running: { sign: '…', look: 'busy' },
  Error: { sign: '▲', look: 'bad' },
  Failed: { sign: '▲', look: 'bad' },
  'Mostly rejected': { sign: '▲', look: 'bad' },
  Cancelled: { sign: '–', look: 'calm' },
} as const;

/** A status as a sign and a word; its colour carries no meaning of its own. */
export function Badge({ status }: { readonly status: keyof typeof LOOKS }) {
  const { sign, look } = LOOKS[status];
  return (
    <span class={`badge ${look}`}>
      <span aria-hidden="true">{sign}</span> {status}
    </span>
  );
}
