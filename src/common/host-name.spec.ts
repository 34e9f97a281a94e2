import { hostNameOf, isLoopback } from './host-name';

describe('the name of a host', () => {
  it.each([
    ['Example.COM:8000', 'example.com'],
    ['example.com.', 'example.com'],
    ['127.1', '127.0.0.1'],
    ['[0:0:0:0:0:0:0:1]:80', '[::1]'],
    ['café.example', 'xn--caf-dma.example'],
    ['', undefined],
    [':80', undefined],
    ['a b', undefined],
  ])('in %j is %j', (host, name) => {
    expect(hostNameOf(host)).toBe(name);
  });
});

describe('a loopback name or address', () => {
  it.each([
    'localhost',
    'LocalHost.:80',
    'shop.localhost',
    '127.0.0.1',
    '127.255.0.9:1',
    '[::1]:80',
    '[::ffff:127.0.0.1]',
  ])('is %s', (host) => {
    expect(isLoopback(hostNameOf(host) ?? '')).toBe(true);
  });

  it.each([
    'localhost.example',
    'notlocalhost',
    '127.0.0.1.example',
    '128.0.0.1',
    '0.0.0.0',
    '[::2]',
    '[::]',
    '10.0.0.1',
  ])('is not %s', (host) => {
    expect(isLoopback(hostNameOf(host) ?? '')).toBe(false);
  });
});
