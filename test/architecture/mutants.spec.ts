import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MUTANTS } from '../mutants/lists';
import { mutated } from '../mutants/project-copy';

const top = join(__dirname, '../..');
const mutants = Object.values(MUTANTS).flat();

describe('the mutants', () => {
  it('can be applied to the source as it is', () => {
    const faults = mutants.flatMap((mutant) => {
      const source = readFileSync(join(top, mutant.file), 'utf8');
      try {
        return mutated(source, mutant) === source ? [`${mutant.breaks}: changes nothing`] : [];
      } catch (error) {
        return [`${mutant.breaks}: ${String(error)}`];
      }
    });
    expect(faults).toEqual([]);
  });

  it('name tests that exist', () => {
    expect(mutants.flatMap(({ specs }) => specs).filter((spec) => !existsSync(join(top, spec)))).toEqual([]);
    expect(mutants.filter(({ specs }) => specs.length === 0)).toEqual([]);
  });
});
