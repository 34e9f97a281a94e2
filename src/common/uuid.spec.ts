import { isUuid } from './uuid';

const UUID = '0b7c2f2e-5a54-4f0c-9c5e-3a0f3f6b6a11';

describe('a UUID', () => {
  it.each([UUID, UUID.toUpperCase(), '00000000-0000-0000-0000-000000000000'])('is %s', (text) => {
    expect(isUuid(text)).toBe(true);
  });

  it.each([
    `${UUID}0`,
    `${UUID}\n`,
    ` ${UUID}`,
    `{${UUID}}`,
    UUID.replaceAll('-', ''),
    UUID.slice(1),
    UUID.replace('a', 'g'),
    '-'.repeat(36),
    '',
    7,
    null,
    undefined,
    [UUID],
  ])('is not %j', (value) => {
    expect(isUuid(value)).toBe(false);
  });
});
