import { FetchedMessages } from './fetched-messages';

/**
 * What was fetched of a partition, handed over as the only message that the client sees: its messages and where reading
 * continues, which may be further on, or why it cannot continue.
 */
export class Parcel {
  readonly key = null;
  readonly value = null;
  readonly timestamp = '0';
  readonly attributes = 0;
  readonly headers = {};

  /**
   * @param nextOffset the offset at which reading continues
   * @param unreadable why nothing can be read from there on; undefined if it can
   * @param offset as a message's: the client continues after it
   */
  private constructor(
    readonly messages: FetchedMessages,
    readonly nextOffset: string,
    readonly offset: string,
    readonly unreadable?: string,
  ) {}

  static of(messages: FetchedMessages, nextOffset: string): Parcel {
    return new Parcel(messages, nextOffset, String(BigInt(nextOffset) - 1n));
  }

  static unreadable(nextOffset: string, reason: string): Parcel {
    return new Parcel(new FetchedMessages(), nextOffset, nextOffset, reason);
  }
}
