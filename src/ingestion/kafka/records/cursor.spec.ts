import { Cursor } from './cursor';

function ones(count: number): number[] {
  return Array<number>(count).fill(0xff);
}

describe('a number of variable length', () => {
  it.each([
    [[0x00], 0],
    [[0x01], -1],
    [[0x02], 1],
    [[0x80, 0x01], 64],
    [[0xfe, ...ones(3), 0x0f], 2 ** 31 - 1],
    [[...ones(4), 0x0f], -(2 ** 31)],
  ])('has up to five bytes: %j is %d', (bytes, value) => {
    const cursor = new Cursor(Buffer.from([...bytes, 0x7f]));
    expect(cursor.varint()).toBe(value);
    expect(cursor.position).toBe(bytes.length);
    expect(new Cursor(Buffer.from(bytes)).varlong()).toBe(BigInt(value));
  });

  it.each([
    [[0xfe, ...ones(8), 0x01], 2n ** 63n - 1n],
    [[...ones(9), 0x01], -(2n ** 63n)],
  ])('has up to ten bytes if it is a long one: %j is %d', (bytes, value) => {
    const cursor = new Cursor(Buffer.from([...bytes, 0x7f]));
    expect(cursor.varlong()).toBe(value);
    cursor.position = 0;
    cursor.skipVarlong();
    expect(cursor.position).toBe(bytes.length);
  });

  it('is refused if it is longer', () => {
    expect(() => new Cursor(Buffer.from(ones(6))).varint()).toThrow('a number is too long');
    expect(() => new Cursor(Buffer.from(ones(11))).varlong()).toThrow('a number is too long');
    expect(() => {
      new Cursor(Buffer.from(ones(11))).skipVarlong();
    }).toThrow('a number is too long');
  });
});
