import { spawnSync } from 'node:child_process';
import { VERSION } from '../../src/common/version';
import { absolute, read } from '../architecture/sources';
import { describeUnless } from '../support/describe-unless';

/** Tests with a program that only those need who change what it checks; skipped where it is not on the PATH. */
function describeWith(program: string, name: string, tests: (run: (...args: string[]) => string) => void): void {
  const isThere = spawnSync(program, ['--help']).error === undefined;
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

it('the chart is of this version', () => {
  expect(read('deploy/helm/restaurant-monitor/Chart.yaml')).toMatch(new RegExp(`^appVersion: ${VERSION}$`, 'm'));
});

describeWith('helm', 'the chart', (run) => {
  const CHART = 'helm/restaurant-monitor';
  const TEMPLATE = ['template', 'a', CHART, '--kube-version', '1.34.0'];
  /** With everything that it can make. */
  const WHOLE = [
    'serviceMonitor.enabled=true',
    'workers.autoscaling.enabled=true',
    'consumers.replicas=1',
    'settings.KAFKA_BROKERS=kafka:9092',
  ].flatMap((value) => ['--set', value]);

  it('has no warnings', () => {
    expect(run('lint', '--strict', CHART, ...WHOLE)).not.toContain('[WARNING]');
  });

  it('makes processes of each kind, and gives no container any rights', () => {
    const made = run(...TEMPLATE, ...WHOLE);
    expect([...made.matchAll(/^kind: (Deployment|Job)$/gm)]).toHaveLength(4);
    for (const line of [
      'runAsNonRoot: true',
      'seccompProfile: { type: RuntimeDefault }',
      'allowPrivilegeEscalation: false',
      'readOnlyRootFilesystem: true',
      'capabilities: { drop: [ALL] }',
      'automountServiceAccountToken: false',
    ]) {
      expect(made.split(line)).toHaveLength(5);
    }
  });

  it.each(['PORT', 'METRICS_PORT', 'REDIS_URL_FILE'])(
    'refuses %s among the settings, as it sets that itself',
    (name) => {
      expect(() => run(...TEMPLATE, '--set', `settings.${name}=1`)).toThrow(`settings.${name}: the chart sets it`);
    },
  );

  it('makes no consumer without Kafka', () => {
    expect(() => run(...TEMPLATE, '--set', 'consumers.replicas=1')).toThrow('consumers need settings.KAFKA_BROKERS');
  });
});
