import { createHash, randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** Digits of base 62 that 256 bits take, and 32. */
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;

/** A key as it is shown once: `rm_`, 256 random bits, and their checksum, by which scanners tell it from other texts. */
const FORM = new RegExp(`^rm_([0-9A-Za-z]{${RANDOM_LENGTH}})([0-9A-Za-z]{${CHECKSUM_LENGTH}})$`);

/** A new key. Whoever has it may do what it allows, so it is stored nowhere: see `digestOf`. */
export function newSecret(): string {
  const random = base62(BigInt(`0x${randomBytes(RANDOM_BYTES).toString('hex')}`), RANDOM_LENGTH);
  return `rm_${random}${checksumOf(random)}`;
}

/** Whether a text has the form of a key, with the right checksum. */
export function isSecret(text: string): boolean {
  const [, random, checksum] = FORM.exec(text) ?? [];
  return random !== undefined && checksum === checksumOf(random);
}

/**
 * What is stored of a key. Plain SHA-256 is enough: unlike a password, a key of 256 random bits cannot be guessed from its
 * digest.
 */
export function digestOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}

/** CRC-32 of the random part. */
function checksumOf(random: string): string {
  return base62(BigInt(crc32(random)), CHECKSUM_LENGTH);
}

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  while (text.length < length) {
    text = DIGITS.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}
