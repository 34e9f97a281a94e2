import { digestOf, isSecret, newSecret } from './secret';

describe('a new key', () => {
  it('has a prefix, 256 random bits and a checksum', () => {
    const secrets = Array.from({ length: 200 }, newSecret);
    for (const secret of secrets) {
      expect(secret).toMatch(/^rm_[0-9A-Za-z]{49}$/);
      expect(isSecret(secret)).toBe(true);
    }
    expect(new Set(secrets).size).toBe(secrets.length);
    // The first digit of 43 in base 62 goes up to that of 2²⁵⁶ - 1, and any other one up to the last.
    expect(new Set(secrets.map((secret) => secret[40])).size).toBeGreaterThan(40);
  });
});

describe('the form of a key', () => {
  const ZEROS = '0'.repeat(43);

  it('has the CRC-32 of its random part at the end', () => {
    expect(isSecret(`rm_${ZEROS}${base62(0x8f_1e_c2_a4)}`)).toBe(false);
    expect(isSecret(`rm_${ZEROS}${base62(crcOf(ZEROS))}`)).toBe(true);
  });

  it.each([
    [
      'another character',
      (secret: string) => `${secret.slice(0, 10)}${secret[10] === 'a' ? 'b' : 'a'}${secret.slice(11)}`,
    ],
    ['another checksum', (secret: string) => `${secret.slice(0, -1)}${secret.endsWith('0') ? '1' : '0'}`],
    ['another prefix', (secret: string) => `rx_${secret.slice(3)}`],
    ['too little', (secret: string) => secret.slice(0, -1)],
    ['too much', (secret: string) => `${secret}0`],
    ['a line break', (secret: string) => `${secret}\n`],
    ['nothing', () => ''],
  ])('is not that of one with %s', (_, change) => {
    expect(isSecret(change(newSecret()))).toBe(false);
  });
});

it('the digest of a key is the SHA-256 of the whole key', () => {
  expect(digestOf('abc').toString('hex')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
});

/** CRC-32 as IEEE 802.3 defines it, bit by bit. */
function crcOf(text: string): number {
  let crc = 0xffffffff;
  for (const byte of Buffer.from(text)) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}

function base62(value: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let text = '';
  for (let rest = value; text.length < 6; rest = Math.floor(rest / 62)) text = digits.charAt(rest % 62) + text;
  return text;
}
