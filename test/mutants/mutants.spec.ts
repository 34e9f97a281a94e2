import { MUTANTS } from './lists';
import { ProjectCopy } from './project-copy';

/** The list to try; set for each project of the configuration. */
declare const MUTANT_LIST: string;

const mutants = MUTANTS[MUTANT_LIST] ?? [];

describe(`tests notice that`, () => {
  let copy: ProjectCopy;

  beforeAll(async () => {
    copy = await ProjectCopy.create();
    const specs = new Set(mutants.flatMap((mutant) => mutant.specs));
    expect(await copy.failures([...specs])).toBe(0);
  });

  afterAll(async () => {
    await copy.remove();
  });

  it.each(mutants)('$breaks ($file)', async (mutant) => {
    const failures = await copy.withMutant(mutant, () => copy.failures(mutant.specs));
    expect(failures).toBeGreaterThan(0);
  });
});
