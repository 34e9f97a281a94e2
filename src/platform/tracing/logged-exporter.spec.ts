import { Logger } from '@nestjs/common';
import { InMemorySpanExporter, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { LoggedExporter } from './logged-exporter';

type ExportResult = Parameters<Parameters<SpanExporter['export']>[1]>[0];

it('says once that traces cannot be sent, and once that they can be again', async () => {
  const said: unknown[] = [];
  for (const level of ['warn', 'log'] as const) {
    jest.spyOn(Logger.prototype, level).mockImplementation((...args: unknown[]) => said.push(args[0]));
  }
  const [working, stopped] = [new InMemorySpanExporter(), new InMemorySpanExporter()];
  await stopped.shutdown();
  const attempts = [working, stopped, stopped, working, working, stopped];
  const exporter = new LoggedExporter({
    export: (spans, onExported) => attempts.shift()?.export(spans, onExported),
    shutdown: () => Promise.resolve(),
  });
  const faults: boolean[] = [];
  while (attempts.length > 0) {
    const { error } = await new Promise<ExportResult>((resolve) => {
      exporter.export([], resolve);
    });
    faults.push(error !== undefined);
  }
  const lost = 'traces cannot be sent and are dropped: Exporter has been stopped';
  expect(said).toEqual([lost, 'traces can be sent again', lost]);
  expect(faults).toEqual([false, true, true, false, false, true]);
});
