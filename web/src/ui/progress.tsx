interface Props {
  /** What is in progress. */
  readonly label: string;
  /** From 0 to 1; undefined while unknown. */
  readonly value: number | undefined;
  readonly children: string;
}

/** A progress bar. Screen readers announce steps of 10 %, not every change. */
export function Progress({ label, value, children }: Props) {
  const tenths = value === undefined ? 'started' : `${Math.floor(value * 10) * 10} %`;
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
