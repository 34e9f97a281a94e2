import { metricsPorts } from './metrics-ports';

const settings = { PORT: 8000, METRICS_PORT: 9100, REPORT_WORKERS: 4 };

it('the consumer answers after the workers', () => {
  expect(metricsPorts(settings, 1)).toEqual({ worker: 9100, consumer: 9104 });
});

it.each([undefined, 0])('each picks a port of its own, or none (%p)', (METRICS_PORT) => {
  expect(metricsPorts({ ...settings, METRICS_PORT }, 1)).toEqual({ worker: METRICS_PORT, consumer: METRICS_PORT });
});

it('the last port may be taken, and no port after it', () => {
  const late = { ...settings, METRICS_PORT: 65_532 };
  expect(metricsPorts(late, 0).worker).toBe(65_532);
  expect(() => metricsPorts(late, 1)).toThrow(
    'METRICS_PORT: the processes that this one starts take the ports 65532 to',
  );
});

it('none may be that of the HTTP process, unless nothing else is started', () => {
  expect(() => metricsPorts({ ...settings, PORT: 9104 }, 1)).toThrow('PORT is among them');
  expect(metricsPorts({ ...settings, PORT: 9104 }, 0).worker).toBe(9100);
  expect(metricsPorts({ PORT: 9100, METRICS_PORT: 9100, REPORT_WORKERS: 0 }, 0).worker).toBe(9100);
});
