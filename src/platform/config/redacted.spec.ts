import { redacted } from './redacted';

describe('a text that is shown', () => {
  it.each([
    ['connect to postgres://user:secret@host:5432/db failed', 'connect to postgres://host:5432/db failed'],
    ['redis://:se@cret@host, redis://secret@host', 'redis://host, redis://host'],
    [String.raw`{"msg":"rediss://:se\"cr\\et@host","x":"a@b"}`, '{"msg":"rediss://host","x":"a@b"}'],
  ])('has no passwords of URLs: %s', (text, shown) => {
    expect(redacted(text)).toBe(shown);
  });

  it.each([
    '{"url":"http://host:8000","msg":"a@b"}',
    'http://host:8000/stores/a@b?x=c@d http://host?x=@ http://host#@',
    'somebody@example.com: //x@y',
  ])('is otherwise left alone: %s', (text) => {
    expect(redacted(text)).toBe(text);
  });
});
