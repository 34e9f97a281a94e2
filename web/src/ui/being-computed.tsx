interface Props {
  /** Such as `How much is measured`. */
  readonly what: string;
  /** Why it cannot be told; undefined while it is being computed. */
  readonly problem: string | undefined;
}

/** Stands in for a figure: says that it is being computed, or why it is missing. */
export function BeingComputed({ what, problem }: Props) {
  return (
    <p class="quiet">{problem === undefined ? `${what} is being computed.` : `${what} cannot be told: ${problem}`}</p>
  );
}
