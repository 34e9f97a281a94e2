import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { z } from 'zod';

const attribute = z.object({ key: z.string(), value: z.record(z.string(), z.unknown()) });
const span = z.object({
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  name: z.string(),
  attributes: z.array(attribute),
});
/** What OpenTelemetry sends as JSON, as far as tests look at it. */
const batch = z.object({
  resourceSpans: z.array(
    z.object({
      resource: z.object({ attributes: z.array(attribute) }),
      scopeSpans: z.array(z.object({ spans: z.array(span) })),
    }),
  ),
});

export type CollectedSpan = z.output<typeof span> & { readonly pid: unknown };

/** Takes traces on a port of its own, as a collector would. */
export class Collector {
  readonly spans: CollectedSpan[] = [];
  private answers = true;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Collector> {
    const server = createServer();
    const collector = new Collector(server);
    server.on('request', (request, response) => {
      void text(request).then((body) => {
        if (!collector.answers) return;
        collector.take(batch.parse(JSON.parse(body)));
        response.setHeader('content-type', 'application/json').end('{}');
      });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return collector;
  }

  get url(): string {
    const address: AddressInfo | string | null = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the collector does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** From now on it takes requests and answers none. */
  hang(): void {
    this.answers = false;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private take({ resourceSpans }: z.output<typeof batch>): void {
    for (const { resource, scopeSpans } of resourceSpans) {
      const pid = resource.attributes.find(({ key }) => key === 'process.pid')?.value.intValue;
      for (const { spans } of scopeSpans) this.spans.push(...spans.map((one) => ({ ...one, pid })));
    }
  }
}
