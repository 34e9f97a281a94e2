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
    expect(await copy.passes([...specs], specs.size * MUTANT_TIMEOUT)).toBe(true);
  });

  afterAll(async () => {
    await copy.remove();
  });

  it.each(mutants)('$breaks ($file)', async (mutant) => {
    const passes = await copy.withMutant(mutant, () => copy.passes(mutant.specs, MUTANT_TIMEOUT));
    expect(passes).toBe(false);
  });
});
