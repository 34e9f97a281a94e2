import { bucketOf } from '../../src/stores/buckets/buckets';
import {
  type CitusNode,
  dataNodes,
  describeOnCitus,
  onNode,
  type Placement,
  placementOf,
  setParameter,
} from '../support/citus/cluster';
import { csvOf, type Poll, Twins } from '../support/citus/twins';
import { until } from '../support/service';

const STORES = Array.from({ length: 200 }, (_, index) => `store-${index}`);
const MOVED = 'store-7';
const RECOVERY_INTERVAL = 'citus.recover_2pc_interval';

describeOnCitus('the snapshot of a report on Citus', () => {
  let twins: Twins;
  let nodes: readonly CitusNode[] = [];

  beforeAll(async () => {
    twins = await Twins.start();
    await twins.distribute();
    const polls = STORES.flatMap((id, store): Poll[] =>
      [0, 1, 2, 3, 4, 5].map((poll) => [id, (store * 7 + poll * 3) % 5 > 1, poll * 1_000 + store]),
    );
    await twins.accept('store-status', csvOf(polls));
    const hours = STORES.map((id, store) => `${id},${store % 7},09:00,17:00\n`).join('');
    await twins.accept('business-hours', `store_id,day,start_time_local,end_time_local\n${hours}`);
    nodes = await dataNodes();
    // By itself, Citus would finish in a minute what the tests leave in doubt.
    await setParameter(RECOVERY_INTERVAL, '-1');
  });

  afterAll(async () => {
    await setParameter(RECOVERY_INTERVAL, undefined);
    await twins.stop();
  });

  const setZone = (id: string, timezone: string) =>
    twins.plain.put(`/stores/${id}/timezone`, JSON.stringify({ timezone }));

  it('is read on each node by itself', async () => {
    await twins.sameReport();
    const sessions = await sessionsOfReports();
    for (const node of nodes) expect(sessions.filter(({ from }) => from === node.id).length).toBeGreaterThan(0);
    // What a session asks other nodes for, it asks in sessions that it has there.
    expect(sessions.filter(({ from, to }) => from !== to)).toEqual([]);
  });

  it('has what a node that died between the phases of a commit has only prepared', async () => {
    const before = await twins.sameReport();
    await setZone('store-3', 'Asia/Tokyo');
    const node = await leaveInDoubt('store-3', 'Asia/Tokyo', 1);
    expect(await preparedOn(node)).toBe(1);
    expect(await twins.sameReport()).not.toBe(before);
    expect(await preparedOn(node)).toBe(0);
  });

  it('is not the only one who sees it: the next writer does too', async () => {
    await setZone('store-4', 'Asia/Tokyo');
    const node = await leaveInDoubt('store-4', 'Asia/Tokyo', 2);
    await twins.both((service) => service.put('/stores/store-4/timezone', '{"timezone":"Asia/Tokyo"}'));
    expect(await preparedOn(node)).toBe(0);
    await twins.both((service) => service.get('/imports?limit=1'));
  });

  it('is taken again if a bucket was moved while the report was computed', async () => {
    const { csv: expected } = await twins.plain.report();
    const from = await placementOf(bucketOf(MOVED));
    const to = nodes.find(({ group }) => group !== from.group);
    if (!to) throw new Error('the cluster has only one node for data');
    for (const [source, target] of [
      [from, to],
      [to, from],
    ] as const) {
      const id = await onNode(async (holder) => {
        await holder.query('BEGIN; LOCK TABLE report_shard IN SHARE ROW EXCLUSIVE MODE');
        const triggered = await twins.citus.trigger();
        // The plan waits for the lock with its snapshot open.
        await until(async () => {
          const waiting = await holder.query('SELECT FROM pg_locks WHERE NOT granted');
          return waiting.rowCount !== 0 || undefined;
        });
        await move(from.shard, source, target);
        await holder.query('COMMIT');
        return triggered;
      });
      expect((await twins.citus.outcome(id)).csv).toBe(expected);
      expect(await attemptsOf(id)).toBe(2);
      expect((await placementOf(bucketOf(MOVED))).group).toBe(target.group);
    }
  });

  async function attemptsOf(reportId: string): Promise<number> {
    const { rows } = await onNode((client) =>
      client.query<{ attempt: number }>('SELECT attempt FROM report WHERE report_id = $1', [reportId]),
    );
    return rows[0]?.attempt ?? 0;
  }
});

/**
 * Changes the zone of a store as an import does whose node died in the last moment: the change is prepared there, and the
 * coordinator has noted that it is to be committed.
 */
async function leaveInDoubt(storeId: string, timezone: string, number: number): Promise<Placement> {
  const placement = await placementOf(bucketOf(storeId), 'schedule');
  const name = `citus_0_1_${2 ** 40 + number}_1`;
  await onNode(async (client) => {
    await client.query('BEGIN');
    const changed = await client.query(
      `UPDATE schedule_${placement.shard} SET timezones = jsonb_build_object('', $1::text) WHERE store_id = $2`,
      [timezone, storeId],
    );
    expect(changed.rowCount).toBe(1);
    await client.query(`PREPARE TRANSACTION '${name}'`);
  }, placement);
  await onNode((client) =>
    client.query('INSERT INTO pg_dist_transaction (groupid, gid) VALUES ($1, $2)', [placement.group, name]),
  );
  return placement;
}

async function preparedOn(node: CitusNode): Promise<number> {
  const found = await onNode((client) => client.query('SELECT FROM pg_prepared_xacts'), node);
  return found.rowCount ?? 0;
}

async function move(shard: string, from: CitusNode, to: CitusNode): Promise<void> {
  await onNode((client) =>
    client.query(`SELECT citus_move_shard_placement($1, $2, $3, $4, $5, 'block_writes')`, [
      shard,
      from.host,
      from.port,
      to.host,
      to.port,
    ]),
  );
}

/** The sessions that reports have on the nodes with data, each with those that Citus has opened for it. */
async function sessionsOfReports(): Promise<{ from: number; to: number }[]> {
  const { rows } = await onNode((client) =>
    client.query<{ from: number; to: number }>(
      `SELECT reader.nodeid AS from, session.nodeid AS to
       FROM citus_stat_activity reader JOIN citus_stat_activity session USING (global_pid)
       WHERE reader.application_name = 'restaurant-monitor' AND reader.nodeid <> citus_nodeid_for_gpid(citus_backend_gpid())`,
    ),
  );
  return rows;
}
