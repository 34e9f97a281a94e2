import { MUTANTS } from './lists';
import { MUTANT_TIMEOUT, ProjectCopy } from './project-copy';

/** The list to try; set for each project of the configuration. */
declare const MUTANT_LIST: string;

const mutants = MUTANTS[MUTANT_LIST] ?? [];

describe('tests notice that', () => {
  let copy: ProjectCopy;

  beforeAll(async () => {
    copy = await ProjectCopy.create();
    const specs = new Set(mutants.flatMap((mutant) => mutant.specs));
    expect(await copy.failureOf([...specs], specs.size * MUTANT_TIMEOUT)).toBeUndefined();
  });

  afterAll(async () => {
    await copy.remove();
  });

  it.each(mutants)('$breaks ($file)', async (mutant) => {
    const failure = await copy.withMutant(mutant, () => copy.failureOf(mutant.specs, MUTANT_TIMEOUT));
    expect(failure).toBeDefined();
  });
});
