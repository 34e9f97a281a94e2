import { spawnSync } from 'node:child_process';
import { absolute } from '../architecture/sources';
import { describeUnless } from '../support/describe-unless';

/** Tests with a program that only those need who change what it checks; skipped where it is not on the PATH. */
function describeWith(program: string, name: string, tests: (run: (...args: string[]) => string) => void): void {
  const isThere = spawnSync(program, ['--version']).error === undefined;
  describeUnless(isThere ? undefined : `${program} is not on the PATH`, name, () => {
    tests((...args) => {
      const ended = spawnSync(program, args, { cwd: absolute('deploy') });
      const output = `${ended.stdout.toString()}${ended.stderr.toString()}`;
      if (ended.status !== 0) throw new Error(`${program} ${args.join(' ')}:\n${output}`);
      return output;
    });
  });
}

describeWith('promtool', 'the alert rules', (run) => {
  it('are rules, and fire when they should', () => {
    expect(run('check', 'rules', 'prometheus/rules.yml')).toContain('SUCCESS');
    expect(run('test', 'rules', 'prometheus/rules.test.yml')).toContain('SUCCESS');
  });
});

describeWith('hadolint', 'the Dockerfile', (run) => {
  it('has no warnings', () => {
    expect(run('../Dockerfile')).toBe('');
  });
});
