import type { ServerResponse } from 'node:http';
import { finished } from 'node:stream';
import { tooBusy } from '../../../common/coded-error';

/** Seconds after which it is worth trying again. */
const RETRY_AFTER = 1;

/** The memory that bodies take until their requests are answered, with one bound for all of them together. */
export class BodyMemory {
  private held = 0;
  private readonly heldBy = new WeakMap<ServerResponse, number>();

  /** @param most in bytes */
  constructor(private readonly most: number) {}

  /**
   * Holds memory until a response is over, however it ends.
   * @throws CodedError `too_busy`
   */
  hold(response: ServerResponse, bytes: number): void {
    if (this.held + bytes > this.most) throw tooBusy(RETRY_AFTER);
    const before = this.heldBy.get(response);
    if (before === undefined) {
      finished(response, () => {
        this.held -= this.heldBy.get(response) ?? 0;
      });
    }
    this.held += bytes;
    this.heldBy.set(response, (before ?? 0) + bytes);
  }
}

/**
 * Of the JSON bodies of this process: for sixteen of the largest at once. JavaScript takes up to twenty times as much for a
 * hostile one once it is parsed, and that must fit into the heap as well.
 */
export const jsonMemory = new BodyMemory(64 * 2 ** 20);

/** Of its files: for 128 at once. They may take hours, in which they must not keep JSON bodies out. */
export const fileMemory = new BodyMemory(64 * 2 ** 20);
