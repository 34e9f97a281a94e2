import { userInfo } from 'node:os';
import type { PoolClient } from 'pg';
import { addLogFields } from '../../platform/logging/log-fields';

/** Ids by their names, such as `store_id`. */
export type Ids = Readonly<Record<string, string>>;

/** Somebody does something: what the audit says of it, whatever comes of it. */
export interface Act {
  /** `key:<key_id>`, `cli:<account>`, `kafka:<group>` or `anonymous`. */
  readonly actor: string;
  /** The name of the key; null without one. */
  readonly actorName: string | null;
  /** Where the request came from; null if it was no request. */
  readonly address: string | null;
  /** The method and the path of the call, with `{names}` in place of ids, or the command. */
  readonly action: string;
  readonly ids: Ids;
}

/** The act of whoever runs a command. */
export function actOfCommand(action: string): Act {
  return { actor: `cli:${accountName()}`, actorName: null, address: null, action, ids: {} };
}

/** Containers may run under a number that has no name. */
function accountName(): string {
  try {
    return userInfo().username;
  } catch {
    return `uid-${process.getuid?.() ?? 'unknown'}`;
  }
}

/**
 * Adds an act to the audit, in the transaction of what it writes. What is logged from then on names what the write has made.
 * @param ids besides those of the act: what the write has made
 * @param outcome the code of the error that it ended with
 */
export async function recordAct(client: PoolClient, act: Act, ids: Ids = {}, outcome = 'done'): Promise<void> {
  addLogFields(ids);
  await client.query(
    'INSERT INTO audit (actor, actor_name, address, action, ids, outcome) VALUES ($1, $2, $3, $4, $5, $6)',
    [act.actor, act.actorName, act.address, act.action, JSON.stringify({ ...act.ids, ...ids }), outcome],
  );
}
