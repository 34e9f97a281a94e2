import { messagesFrom } from '../../../../test/support/kafka/record-batches';
import { seededRandom } from '../../../../test/support/random';
import { ObservationBatch } from '../../observation-batch';
import { decodeMessages } from './messages';

const LIMITS = { latest: Date.UTC(2024, 9, 8) * 1000, keptFrom: Date.UTC(2024, 9, 2) * 1000 };
const GOOD = '{"store_id":"a","status":"active","timestamp_utc":"2024-10-07 12:00:00 UTC"}';

async function decode(...values: (Buffer | string | null)[]) {
  const messages = messagesFrom(
    0,
    values.map((value) => ({ value: value === null ? null : Buffer.from(value) })),
  );
  return decodeMessages(messages, LIMITS, Infinity);
}

/** The observations and rejects in some messages; messages that begin with a space are not in the usual form. */
async function decodedFrom(values: readonly string[], change: (value: string) => string = (value) => value) {
  const batch = await decode(...values.map(change));
  const added = jest.spyOn(ObservationBatch.prototype, 'add');
  try {
    await decode(...values.map(change));
    const observations = added.mock.calls.map(([store, observedAt, active]) => [store, observedAt, active]);
    return { observations, rejects: batch.rejects.map(({ position, reason }) => [position, reason]) };
  } finally {
    added.mockRestore();
  }
}

describe('decodeMessages', () => {
  it('accepts objects with the three fields, and ignores others', async () => {
    const batch = await decode(GOOD, GOOD.replace('{', '{"é":1,'));
    expect(batch.rowsRead).toBe(2);
    expect(batch.rejects).toEqual([]);
  });

  it('reads a timestamp west of Greenwich as the later instant in UTC', async () => {
    const western = GOOD.replace('00 UTC', '00-05:00');
    const at = (hour: number) => Date.UTC(2024, 9, 7, hour) * 1000;
    expect(await decodedFrom([GOOD, western])).toEqual({
      observations: [
        [0, at(12), true],
        [0, at(17), true],
      ],
      rejects: [],
    });
  });

  it('reads the usual form as JSON does, whatever comes before and between', async () => {
    const random = seededRandom('messages');
    const times = [
      '2024-10-07 12:00:00 UTC',
      '2024-10-07 12:00:00.25 UTC',
      '2024-10-07T12:00:00Z',
      '2024-10-09 12:00:00 UTC',
      '2024-10-01 12:00:00 UTC',
    ];
    const values = Array.from({ length: 2000 }, () => {
      const fields = {
        store_id: random.pick(['a', 'b', 'a"', 'a ', 'é', '']),
        status: random.pick(['active', 'inactive', 'ACTIVE', 'activ']),
        timestamp_utc: random.pick(times),
      };
      const again = random.chance(0.1) ? { store_id: random.pick(['a', 'b']) } : {};
      return (
        JSON.stringify(fields).slice(0, -2) +
        random.pick(['"}', '"}', '"}', '"} ', '"}}', '"]', "'}"]) +
        (random.chance(0.1) ? JSON.stringify(again) : '')
      );
    });
    const twice = [
      ...values,
      '{"store_id":"a","store_id":"b","status":"active","timestamp_utc":"2024-10-07 12:00:00 UTC"}',
    ];
    expect(await decodedFrom(twice)).toEqual(await decodedFrom(twice, (value) => ` ${value}`));
  });

  it.each([
    ['not_an_object', null],
    ['not_an_object', ''],
    ['not_an_object', '{"store_id":'],
    ['not_an_object', '[]'],
    ['not_an_object', 'null'],
    ['invalid_encoding', Buffer.from([0x22, 0xff, 0x22])],
    ['missing_field', '{"store_id":"a","status":"active"}'],
    // Names as long as those of the usual form.
    ['missing_field', GOOD.replace('store_id', 'store_no')],
    ['missing_field', GOOD.replace('status', 'states')],
    ['missing_field', GOOD.replace('timestamp_utc', 'timestamp_est')],
    ['invalid_store_id', GOOD.replace('"a"', '"é"')],
    ['invalid_store_id', GOOD.replace('"a"', '7')],
    ['invalid_status', GOOD.replace('active', 'closed')],
    ['invalid_timestamp', GOOD.replace('12:', '25:')],
    ['invalid_timestamp', GOOD.replace('12:00:00', '12:00:60')],
    ['invalid_timestamp', GOOD.replace('00 UTC', '00+24:00')],
    ['timestamp_in_future', GOOD.replace('10-07', '10-09')],
    ['before_retention', GOOD.replace('10-07', '10-01')],
    ['not_an_object', GOOD.replace('"}', '"]')],
  ])('rejects with %s: %p', async (reason, value) => {
    expect((await decode(GOOD, value, GOOD)).rejects).toMatchObject([{ reason, position: 1 }]);
  });
});
