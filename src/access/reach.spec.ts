import { readSettings } from '../platform/config/settings';
import { reachedBy } from './reach';

describe('who can reach the service', () => {
  it.each([
    ['HOST is 0.0.0.0', { HOST: '0.0.0.0' }],
    ['HOST is ::', { HOST: '::' }],
    ['TRUST_PROXY names a proxy', { TRUST_PROXY: '127.0.0.1' }],
    ['ALLOWED_HOSTS names others', { ALLOWED_HOSTS: 'localhost,monitor.example' }],
  ])('others, as %s', (reason, env) => {
    expect(reachedBy(readSettings(env))).toBe(reason);
  });

  it.each([
    ['by default', {}],
    ['if HOST is ::1', { HOST: '::1' }],
    ['if ALLOWED_HOSTS names only this machine', { ALLOWED_HOSTS: 'localhost,127.0.0.1' }],
  ])('only this machine %s', (_, env) => {
    expect(reachedBy(readSettings(env))).toBeUndefined();
  });
});
