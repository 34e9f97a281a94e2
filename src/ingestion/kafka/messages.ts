import { isAscii, isUtf8 } from 'node:buffer';
import { setImmediate as otherWork } from 'node:timers/promises';
import type { KafkaMessage } from 'kafkajs';
import type { ObservationLimits } from '../observation';
import { ObservationBatch } from '../observation-batch';

/** Messages after which others get their turn: a transaction that is at work must not wait for all of a batch. */
const AT_A_TIME = 2_000;

/** Decodes messages in their order; those that are no observations are among the batch's rejects, by their offsets. */
export async function decodeMessages(
  messages: readonly KafkaMessage[],
  limits: ObservationLimits,
): Promise<ObservationBatch> {
  const batch = new ObservationBatch(limits);
  for (const { offset, value } of messages) {
    decodeMessage(batch, Number(offset), value);
    if (batch.rowsRead % AT_A_TIME === 0) await otherWork();
  }
  return batch;
}

function decodeMessage(batch: ObservationBatch, offset: number, value: Buffer | null): void {
  if (value === null) {
    batch.reject('not_an_object', offset, 0, '');
    return;
  }
  const text = textOf(value);
  if (text === undefined) {
    batch.reject('invalid_encoding', offset, value.length, value.toString());
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

/** Undefined where the bytes are not UTF-8. */
function textOf(value: Buffer): string | undefined {
  // Nearly all are ASCII, which is read several times as fast.
  if (isAscii(value)) return value.toString('latin1');
  return isUtf8(value) ? value.toString('utf8') : undefined;
}
