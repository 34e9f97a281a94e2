import type { Act } from '../../../src/access/audit/act';
import type { Sent } from '../../../src/ingestion/store-writes';

/** What the audit says of a test that is no request. */
export const ACT: Act = { actor: 'cli:tester', actorName: null, address: null, action: 'test', ids: {} };

/** The same, as what comes with a write of a schedule. */
export const SENT: Sent = { bytes: 0, by: ACT };
