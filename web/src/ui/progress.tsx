interface Props {
  /** What goes on. */
  readonly label: string;
  /** From 0 to 1; undefined as long as it cannot be told. */
  readonly value: number | undefined;
  readonly children: string;
}

/** How far something is; told aloud in tenths, not at every step. */
export function Progress({ label, value, children }: Props) {
  const tenths = value === undefined ? 'begun' : `${Math.floor(value * 10) * 10} %`;
  return (
    <div class="progress">
      <progress aria-label={label} value={value} max={1} />
      <span class="quiet">{children}</span>
      <span class="unseen" role="status">
        {label}: {tenths}
      </span>
    </div>
  );
}
