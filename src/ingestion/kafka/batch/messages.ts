import { isUtf8 } from 'node:buffer';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { ObservationLimits } from '../../observation';
import { ObservationBatch } from '../../observation-batch';
import type { FetchedMessages } from '../records/fetched-messages';
import { MessageScanner } from './message-scanner';

/** Messages decoded before other work may run: a transaction in progress must not wait for a whole batch. */
const AT_A_TIME = 500;

/**
 * Decodes messages in order; messages that are not observations become rejects of the batch, by offset.
 * @param maxRejects see `ObservationBatch`
 */
export async function decodeMessages(
  messages: FetchedMessages,
  limits: ObservationLimits,
  maxRejects: number,
): Promise<ObservationBatch> {
  const batch = new ObservationBatch(limits, maxRejects);
  const scanner = new MessageScanner(batch.stores);
  for (const block of messages.blocks) {
    for (let index = 0; index < block.length; index++) {
      const [start, length] = [block.valueStartAt(index), block.valueLengthAt(index)];
      if (length !== -1 && scanner.scan(block.bytes, start, start + length, limits)) {
        batch.add(scanner.store, scanner.observedAt, scanner.active, length);
      } else {
        decodeMessage(batch, block.positionAt(index), block.messageAt(index).value);
      }
      if (batch.rowsRead % AT_A_TIME === 0) await otherWork();
    }
  }
  return batch;
}

function decodeMessage(batch: ObservationBatch, offset: number, value: Buffer | null): void {
  if (value === null) {
    batch.reject('not_an_object', offset, 0, '');
    return;
  }
  const text = value.toString();
  if (!isUtf8(value)) {
    batch.reject('invalid_encoding', offset, value.length, text);
    return;
  }
  let message: unknown;
  try {
    message = JSON.parse(text);
  } catch {
    batch.reject('not_an_object', offset, value.length, text);
    return;
  }
  batch.take(message, offset, value.length, () => text);
}
