import { codeOf, isNoSpace, isPrematureClose, isUnavailable, messageOf } from './error-code';

function coded(code: unknown, message = ''): Error {
  return Object.assign(new Error(message), { code });
}

describe('the code of an error', () => {
  it('is a text', () => {
    expect([coded('ENOENT'), { code: '22023' }, coded(7), new Error('x'), 'ENOENT', null].map(codeOf)).toEqual([
      'ENOENT',
      '22023',
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('stands in for a message that is empty', () => {
    const errors = [coded('ECONNREFUSED'), coded('ECONNREFUSED', 'refused'), new Error(''), 'text'];
    expect(errors.map(messageOf)).toEqual(['ECONNREFUSED', 'refused', '', 'text']);
  });
});

describe('the message of an error', () => {
  it('says whose certificate is meant', () => {
    for (const code of ['SELF_SIGNED_CERT_IN_CHAIN', 'ERR_TLS_CERT_ALTNAME_INVALID', 'CERT_HAS_EXPIRED']) {
      expect(messageOf(coded(code, 'why'))).toBe('the certificate of the server is not trusted: why');
    }
    expect(messageOf(coded('ERR_TLS_INVALID_CONTEXT', 'why'))).toBe('why');
  });
});

describe('an error means that a service is unavailable', () => {
  it.each([
    ['08000', '08006', '08P01'],
    ['25006', '25P03', '25P04'],
    ['28000', '28P01'],
    ['40001', '40P01'],
    ['53000', '53200', '53300', '53400'],
    ['55006', '55P03'],
    // Cancelled; shut down by an administrator, crashed, starting, dropped, idle for too long.
    ['57014', '57P01', '57P02', '57P03', '57P04', '57P05'],
    ['58000', '58030'],
    // A certificate that was replaced too late, or before that of its authority.
    [
      'CERT_HAS_EXPIRED',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'SELF_SIGNED_CERT_IN_CHAIN',
      'ERR_TLS_CERT_ALTNAME_INVALID',
    ],
    ['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'EHOSTUNREACH', 'ENETUNREACH'],
  ])('if its code is %s …', (...codes) => {
    for (const code of codes) expect([code, isUnavailable(coded(code))]).toEqual([code, true]);
  });

  it.each([
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'timeout exceeded when trying to connect',
    'Connection is closed.',
    'database "restaurants" is not currently accepting connections',
    'Client has encountered a connection error and is not queryable',
    'Query runner already released. Cannot run queries anymore.',
  ])('if it says: %s', (message) => {
    expect(isUnavailable(new Error(message))).toBe(true);
  });

  it('if one of several does', () => {
    const refused = new AggregateError([coded('ECONNREFUSED'), coded('ECONNREFUSED')]);
    expect(isUnavailable(refused)).toBe(true);
    expect(isUnavailable(new AggregateError([coded('EACCES')]))).toBe(false);
  });

  // A query that is wrong, or a disk that is full.
  it.each([
    '25001',
    '25P02',
    '55000',
    '42601',
    '23505',
    '53100',
    '58P01',
    'XX000',
    'ENOENT',
    'XECONNRESET',
    '080001',
    '57',
    '',
  ])('but not if its code is "%s"', (code) => {
    expect(isUnavailable(coded(code))).toBe(false);
    expect(isUnavailable(code)).toBe(false);
  });
});

describe('an error means that a disk is full', () => {
  it('if its code says so', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG', '53100'])
      expect([code, isNoSpace(coded(code))]).toEqual([code, true]);
    for (const code of ['53200', 'EIO', '', undefined]) expect(isNoSpace(coded(code))).toBe(false);
  });
});

describe('an error means that a reader left', () => {
  it('if a stream was closed too early', () => {
    expect(isPrematureClose(coded('ERR_STREAM_PREMATURE_CLOSE'))).toBe(true);
    expect(isPrematureClose(coded('ERR_STREAM_DESTROYED'))).toBe(false);
  });
});
