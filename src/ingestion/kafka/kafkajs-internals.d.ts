/** The parts of kafkajs that it does not declare, as far as they are used here. */
declare module 'kafkajs/src/protocol/recordBatch/crc32C' {
  /** The CRC-32C of a buffer, unsigned. */
  function crc32c(bytes: Buffer): number;
  export = crc32c;
}

declare module 'kafkajs/src/protocol/requests/fetch' {
  import type { KafkaMessage } from 'kafkajs';

  namespace fetchApi {
    interface Options {
      readonly topics: readonly {
        readonly topic: string;
        readonly partitions: readonly { readonly partition: number; readonly fetchOffset: string }[];
      }[];
    }

    interface Partition {
      readonly partition: number;
      readonly errorCode: number;
      readonly highWatermark: string;
      readonly preferredReadReplica: number;
      /** Of these the client would leave out messages by itself. */
      readonly abortedTransactions: readonly never[];
      readonly messages: readonly KafkaMessage[];
    }

    interface Response {
      /** Milliseconds for which the client sends nothing more. */
      readonly clientSideThrottleTime: number;
      readonly responses: readonly { readonly topicName: string; readonly partitions: readonly Partition[] }[];
    }

    interface Exchange {
      readonly request: unknown;
      readonly response: { readonly decode: (raw: Buffer) => Promise<Response> };
    }

    interface Api {
      protocol: (chosen: { readonly version: number }) => (options: Options) => Exchange;
    }
  }

  const fetchApi: fetchApi.Api;
  export = fetchApi;
}

declare module 'kafkajs/src/network/requestQueue' {
  /** The requests on one connection to a broker. */
  class RequestQueue {
    constructor(options: {
      readonly maxInFlightRequests: number | null;
      readonly logger: { readonly debug: () => void; readonly warn: () => void };
    });
    /** Requests that wait: for answers to others, or as long as the broker wants no more. */
    readonly pending: unknown[];
    fulfillRequest(answer: { readonly correlationId: number; readonly payload: Buffer; readonly size: number }): void;
    /** Looks for them again, soon or when the broker wants more. */
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
  }
  export = RequestQueue;
}
