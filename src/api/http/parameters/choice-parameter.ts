import { Problem } from '../problem';

/**
 * One of some words in a query; undefined if it is not there.
 * @throws Problem 400 `invalid_` and the parameter's name where it is none of them
 */
export function choiceParameter<Choice extends string>(
  name: string,
  value: unknown,
  choices: readonly Choice[],
): Choice | undefined {
  if (value === undefined) return undefined;
  const choice = choices.find((known) => known === value);
  if (choice === undefined) throw new Problem(400, `invalid_${name}`, choiceDetail(name, choices));
  return choice;
}

/** What is said of a word that is none of those. */
export function choiceDetail(name: string, choices: readonly string[]): string {
  const last = choices.at(-1) ?? '';
  const others = choices.slice(0, -1).join(', ');
  return `${name} must be ${others === '' ? last : `${others} or ${last}`}.`;
}
