import { collectDefaultMetrics, Registry } from 'prom-client';
import { PREFIX } from '../../src/platform/metrics/instruments';
import { read, sourcesIn } from '../architecture/sources';
import { type Instrument, instrumentsIn, usesIn } from './instruments';

const DASHBOARD = 'deploy/grafana/restaurant-monitor.json';
const RULES = 'deploy/prometheus/rules.yml';
const OPERATIONS = 'docs/operations.md';

const instruments = sourcesIn('src').flatMap((file) => instrumentsIn(read(file)));

/** The labels by which each series can be selected, by its name without the prefix. */
async function knownSeries(): Promise<ReadonlyMap<string, readonly string[]>> {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const standard = (await register.getMetricsAsJSON()).map(({ name }): [string, string[]] => [name, []]);
  return new Map([...standard, ...instruments.flatMap(seriesOf)]);
}

function seriesOf({ name, kind, labels }: Instrument): [string, readonly string[]][] {
  if (kind !== 'duration') return [[name, labels]];
  return [
    [`${name}_bucket`, [...labels, 'le']],
    [`${name}_sum`, labels],
    [`${name}_count`, labels],
  ];
}

describe('metrics as the source declares them', () => {
  it('are read with their names, kinds and labels', () => {
    expect(
      instrumentsIn(`
        const a = counter('a_total', 'What is so.');
        const b = duration(
          'b_seconds',
          "What is the caller's.",
          SHORT,
          ['side', 'kind'],
        );`),
    ).toEqual([
      { name: 'a_total', kind: 'counter', labels: [] },
      { name: 'b_seconds', kind: 'duration', labels: ['side', 'kind'] },
    ]);
    expect(instruments.length).toBeGreaterThan(20);
  });

  it('are all described', () => {
    const described = read(OPERATIONS);
    expect(instruments.map(({ name }) => name).filter((name) => !described.includes(name))).toEqual([]);
  });
});

describe.each([DASHBOARD, RULES])('%s', (file) => {
  it('uses only metrics and labels that exist', async () => {
    const known = await knownSeries();
    const uses = usesIn(read(file).replaceAll('\\"', '"'), PREFIX);
    expect(uses.length).toBeGreaterThan(10);
    const unknown = uses.filter(
      ({ name, labels }) => !labels.every((label) => label === 'job' || known.get(name)?.includes(label)),
    );
    expect([...unknown, ...uses.filter(({ name }) => !known.has(name))]).toEqual([]);
  });
});

describe('alerts', () => {
  const alerts = [...read(RULES).matchAll(/- alert: (\w+)/g)].map(([, alert = '']) => alert);

  it('each have a section that says what to do, to which they lead, and no section is left over', () => {
    expect(alerts.length).toBeGreaterThan(10);
    const sections = [...read(OPERATIONS).matchAll(/^### (RestaurantMonitor\w+)$/gm)].map(([, section]) => section);
    expect(sections).toEqual(alerts);
    const runbooks = [...read(RULES).matchAll(/runbook: (\S+)/g)].map(([, target]) => target);
    expect(runbooks).toEqual(alerts.map((alert) => `${OPERATIONS}#${alert.toLowerCase()}`));
  });

  it('each are seen to fire by a test of the rules', () => {
    const tested = new Set(
      [...read('deploy/prometheus/rules.test.yml').matchAll(/alertname: (\w+)\n\s+exp_alerts/g)].map(
        ([, name]) => name,
      ),
    );
    expect(alerts.filter((alert) => !tested.has(alert))).toEqual([]);
  });
});
