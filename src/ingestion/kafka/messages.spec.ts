import { decodeMessages } from './messages';

const LIMITS = { latest: Date.UTC(2024, 9, 8) * 1000, keptFrom: -Infinity };
const GOOD = '{"store_id":"a","status":"active","timestamp_utc":"2024-10-07 12:00:00 UTC"}';

async function decode(...values: (Buffer | string | null)[]) {
  const messages = values.map((value, offset) => ({
    offset: String(offset),
    key: null,
    value: value === null ? null : Buffer.from(value),
    timestamp: '0',
    attributes: 0,
    headers: {},
  }));
  return decodeMessages(messages, LIMITS);
}

describe('decodeMessages', () => {
  it('takes objects with the three fields, and ignores what else they have', async () => {
    const batch = await decode(GOOD, GOOD.replace('{', '{"é":1,'));
    expect(batch.rowsRead).toBe(2);
    expect(batch.rejects).toEqual([]);
  });

  it.each([
    ['not_an_object', null],
    ['not_an_object', ''],
    ['not_an_object', '{"store_id":'],
    ['not_an_object', '[]'],
    ['not_an_object', 'null'],
    ['invalid_encoding', Buffer.from([0x22, 0xff, 0x22])],
    ['missing_field', '{"store_id":"a","status":"active"}'],
    ['invalid_store_id', GOOD.replace('"a"', '"é"')],
    ['invalid_store_id', GOOD.replace('"a"', '7')],
    ['invalid_status', GOOD.replace('active', 'closed')],
    ['invalid_timestamp', GOOD.replace('12:', '25:')],
    ['timestamp_in_future', GOOD.replace('10-07', '10-09')],
  ])('rejects with %s: %p', async (reason, value) => {
    expect((await decode(GOOD, value, GOOD)).rejects).toMatchObject([{ reason, position: 1 }]);
  });
});
