import { Logger } from '@nestjs/common';
import type { SpanExporter } from '@opentelemetry/sdk-trace-node';
import { messageOf } from '../../common/error-code';

type Exported = Parameters<SpanExporter['export']>[1];

/** Says why traces cannot be sent, once until they can be again. What was not sent is dropped. */
export class LoggedExporter implements SpanExporter {
  private readonly logger = new Logger('Tracing');
  private isLosing = false;

  constructor(private readonly exporter: SpanExporter) {}

  export(spans: Parameters<SpanExporter['export']>[0], onExported: Exported): void {
    this.exporter.export(spans, (result) => {
      const { error } = result;
      if (error && !this.isLosing) this.logger.warn(`traces cannot be sent and are dropped: ${messageOf(error)}`);
      if (!error && this.isLosing) this.logger.log('traces can be sent again');
      this.isLosing = error !== undefined;
      onExported(result);
    });
  }

  async shutdown(): Promise<void> {
    await this.exporter.shutdown();
  }
}
