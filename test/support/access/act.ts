import type { Act } from '../../../src/access/audit/act';

/** What the audit says of a test that is no request. */
export const ACT: Act = { actor: 'cli:tester', actorName: null, address: null, action: 'test', ids: {} };
