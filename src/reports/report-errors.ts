/** Why a report ends in `Error`, for its user. */
export const REPORT_ERRORS = {
  noObservations: 'There are no observations, and the request had no as_of.',
  observationsDropped: 'Retention has dropped observations that unknown_after needs.',
  attemptedTooOften: (attempts: number) => `The report was attempted ${attempts} times, and its worker died each time.`,
  notCompleted: 'The report could not be completed; see the service log for the cause.',
  notComputed: (first: string, last: string, attempts: number) =>
    `The figures of stores ${first} to ${last} could not be computed in ${attempts} attempts; see the service log for the cause.`,
};
