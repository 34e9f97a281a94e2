import { CITUS_URL, dataNodes, describeOnCitus, emptyCluster, onNode } from '../support/citus/cluster';
import { runCli } from '../support/processes';

const run = (command: string, ...args: string[]) => runCli(command, args, { DATABASE_URL: CITUS_URL });

const UNFINISHED = 'Not all tables are distributed: run npm run distribute';

describeOnCitus('npm run distribute', () => {
  beforeEach(emptyCluster);

  it('and the service refuse tables that were distributed in another way', async () => {
    await onNode(async (client) => {
      await client.query('ALTER TABLE store DROP CONSTRAINT store_store_id_bucket_key');
      await client.query(`SELECT create_distributed_table('store', 'store_key')`);
    });
    const refusal = 'The table store was distributed in another way than npm run distribute does it';
    for (const ended of [run('migrate', 'up'), run('distribute')]) {
      expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining(refusal) });
    }
    await onNode(async (client) => {
      await client.query(`SELECT undistribute_table('store')`);
      await client.query('ALTER TABLE store ADD CONSTRAINT store_store_id_bucket_key UNIQUE (store_id, bucket)');
    });
    expect(run('migrate', 'up')).toMatchObject({ code: 0 });
  });

  it('continues where it was interrupted, before which nothing else starts', async () => {
    await onNode(async (client) => {
      await client.query(
        `SELECT create_distributed_table('store', 'bucket', shard_count => 64, colocate_with => 'none')`,
      );
    });
    expect(run('migrate', 'up')).toMatchObject({ code: 1, stderr: expect.stringContaining(UNFINISHED) });
    const { code, stdout } = run('distribute');
    expect({ code, stdout }).toMatchObject({ code: 0, stdout: expect.stringContaining('observation: distributed') });
    expect(stdout).not.toContain('store: distributed');
    expect(run('migrate', 'up')).toMatchObject({ code: 0 });
    const status = run('distribute', '--status');
    for (const { port } of await dataNodes()) expect(status.stdout).toContain(`:${port}`);
  });

  it.each([
    ['finding', ['store_search']],
    ['attributes', ['store_attributes', 'store_search']],
  ])('adds the tables to a database that was distributed before there were %s', (migration, tables) => {
    expect(run('distribute')).toMatchObject({ code: 0 });
    for (let reverted = ''; !reverted.includes(`${migration}-`);) {
      const { code, stdout, stderr } = run('migrate', 'revert');
      expect({ code, stderr }).toMatchObject({ code: 0 });
      reverted = stdout;
    }
    expect(run('migrate', 'up')).toMatchObject({ code: 1, stderr: expect.stringContaining(UNFINISHED) });
    const { code, stdout } = run('distribute');
    expect(code).toBe(0);
    expect([...stdout.matchAll(/(\w+): distributed/g)].map(([, table]) => table)).toEqual(tables);
    expect(run('migrate', 'up')).toMatchObject({ code: 0 });
  });
});
