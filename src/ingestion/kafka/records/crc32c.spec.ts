import byteByByte from 'kafkajs/src/protocol/recordBatch/crc32C';
import { seededRandom } from '../../../../test/support/random';
import { crc32c } from './crc32c';

describe('crc32c', () => {
  it('is that of RFC 3720', () => {
    expect(crc32c(Buffer.alloc(32))).toBe(0x8a9136aa);
    expect(crc32c(Buffer.alloc(32, 0xff))).toBe(0x62a8ab43);
    expect(crc32c(Buffer.from('123456789'))).toBe(0xe3069283);
  });

  it('is the same as byte by byte, however long the buffer is and wherever it begins', () => {
    const random = seededRandom('crc');
    const bytes = Buffer.from(Array.from({ length: 100 }, () => random.below(256)));
    for (let from = 0; from < 16; from++) {
      for (let to = from; to <= bytes.length; to++) {
        const part = bytes.subarray(from, to);
        expect(crc32c(part)).toBe(byteByByte(part));
      }
    }
  });
});
