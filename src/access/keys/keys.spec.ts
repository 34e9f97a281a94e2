import { Socket } from 'node:net';
import { TestDatabase } from '../../../test/support/postgres';
import { until } from '../../../test/support/service';
import { Database } from '../../platform/database/database';
import type { Act } from '../audit/act';
import { type KeyRequest, Keys } from './keys';
import { newSecret } from './secret';

const BY: Act = { actor: 'cli:tester', actorName: null, address: null, action: 'keys test', ids: {} };
const READER: KeyRequest = { name: 'reader', scopes: ['read'], expiresAt: undefined };
const HOUR = 3_600_000;

let test: TestDatabase;
let keys: Keys;

beforeAll(async () => {
  test = await TestDatabase.start();
  keys = new Keys(test.database);
});

beforeEach(async () => {
  await test.query('TRUNCATE api_key, session, audit');
});

afterAll(async () => {
  await test.stop();
});

/** In microseconds. */
async function inHours(hours: number): Promise<number> {
  const [row] = await test.query(`SELECT (extract(epoch FROM now()) * 1000000)::bigint AS now`);
  return Number(row?.now) + hours * HOUR * 1000;
}

/** Moves everything about all keys into the past. */
async function letPass(hours: number): Promise<void> {
  await test.query(
    `UPDATE api_key SET created_at = created_at - $1 * interval '1 hour', expires_at = expires_at - $1 * interval '1 hour',
       revoked_at = revoked_at - $1 * interval '1 hour', last_used_at = last_used_at - $1 * interval '1 hour'`,
    [hours],
  );
}

async function isValid(secret: string): Promise<boolean> {
  return (await keys.holderOf(secret)) !== undefined;
}

describe('a key', () => {
  it('is recognised, with its name and scopes; any other is not', async () => {
    expect(await keys.exist()).toBe(false);
    const { key, secret } = await keys.create({ ...READER, scopes: ['read', 'report'] }, BY);
    expect(key).toMatchObject({ name: 'reader', createdBy: 'cli:tester', lastUsedAt: null, expiresAt: null });
    expect(await keys.holderOf(secret)).toMatchObject({ keyId: key.keyId, name: 'reader', scopes: ['read', 'report'] });
    expect(await keys.holderOf(newSecret())).toBeUndefined();
    expect(await keys.exist()).toBe(true);
  });

  it('is stored nowhere', async () => {
    const { secret } = await keys.create(READER, BY);
    const stored = await test.query('SELECT api_key::text, audit::text AS entry FROM api_key, audit');
    expect(JSON.stringify(stored)).toContain('reader');
    expect(JSON.stringify(stored)).not.toContain(secret.slice(3));
  });

  it('ends when it expires', async () => {
    const { secret } = await keys.create({ ...READER, expiresAt: await inHours(2) }, BY);
    await letPass(1);
    expect(await isValid(secret)).toBe(true);
    await letPass(1);
    expect(await isValid(secret)).toBe(false);
  });

  it('cannot be created already expired', async () => {
    const expiresAt = await inHours(-1);
    await expect(keys.create({ ...READER, expiresAt }, BY)).rejects.toMatchObject({ code: 'invalid_expires_at' });
    expect(await test.query('SELECT FROM audit')).toEqual([]);
  });

  it('ends when it is revoked, and can be revoked only once', async () => {
    const { key, secret } = await keys.create(READER, BY);
    const { revokedAt } = await keys.revoke(key.keyId, BY);
    expect(await isValid(secret)).toBe(false);
    expect(await keys.revoke(key.keyId, BY)).toMatchObject({ revokedAt });
    expect(await keys.exist()).toBe(true);
    expect(await test.query('SELECT ids, outcome FROM audit')).toEqual([
      { ids: { key_id: key.keyId }, outcome: 'done' },
      { ids: { key_id: key.keyId }, outcome: 'done' },
    ]);
  });

  it('can be neither revoked nor rotated if it is unknown', async () => {
    const id = '00000000-0000-4000-8000-000000000000';
    await expect(keys.revoke(id, BY)).rejects.toMatchObject({ code: 'key_not_found' });
    await expect(keys.rotate(id, 0, BY)).rejects.toMatchObject({ code: 'key_not_found' });
  });
});

describe('the use of a key', () => {
  it('is recorded at most once a minute', async () => {
    const { key, secret } = await keys.create(READER, BY);
    const lastUse = async () => (await keys.list(1, undefined))[0]?.lastUsedAt;
    expect(await keys.holderOf(secret)).toMatchObject({ isUseDue: true });
    await keys.recordUse(key.keyId);
    const first = await lastUse();
    expect(first).toEqual(expect.any(Date));
    expect(await keys.holderOf(secret)).toMatchObject({ isUseDue: false });
    await keys.recordUse(key.keyId);
    expect(await lastUse()).toEqual(first);
    await letPass(1);
    expect(await keys.holderOf(secret)).toMatchObject({ isUseDue: true });
  });
});

describe('rotating a key', () => {
  it('makes one with the same name and scopes, and ends the old one after the overlap', async () => {
    const old = await keys.create({ ...READER, scopes: ['ingest', 'report'] }, BY);
    const made = await keys.rotate(old.key.keyId, HOUR, BY);
    expect(made.key).toMatchObject({ name: 'reader', scopes: ['ingest', 'report'], expiresAt: null });
    expect([await isValid(old.secret), await isValid(made.secret)]).toEqual([true, true]);
    await letPass(1);
    expect([await isValid(old.secret), await isValid(made.secret)]).toEqual([false, true]);
  });

  it('ends the old one at once without an overlap, and fails for a revoked one', async () => {
    const old = await keys.create(READER, BY);
    await keys.rotate(old.key.keyId, 0, BY);
    expect(await isValid(old.secret)).toBe(false);
    await expect(keys.rotate(old.key.keyId, 0, BY)).rejects.toThrow('The key was revoked');
    expect(await test.query('SELECT FROM api_key')).toHaveLength(2);
  });

  it('gives the new one the lifetime of the old one, also when rotated again within the overlap', async () => {
    const old = await keys.create({ ...READER, expiresAt: await inHours(10) }, BY);
    await letPass(4);
    const [first, second] = [
      await keys.rotate(old.key.keyId, HOUR, BY),
      await keys.rotate(old.key.keyId, 2 * HOUR, BY),
    ];
    for (const { key } of [first, second]) {
      expect(Number(key.expiresAt) - Number(key.createdAt)).toBeCloseTo(10 * HOUR, -3);
    }
    await letPass(1);
    // A second rotation does not make the old one last longer.
    expect([await isValid(old.secret), await isValid(first.secret), await isValid(second.secret)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it('works for a key that has expired', async () => {
    const old = await keys.create({ ...READER, expiresAt: await inHours(1) }, BY);
    await letPass(2);
    expect(await isValid((await keys.rotate(old.key.keyId, 0, BY)).secret)).toBe(true);
  });
});

describe('the first key', () => {
  const keep = () => Promise.resolve();

  async function waitsForLock(): Promise<true | undefined> {
    const rows = await test.query(`SELECT FROM pg_locks WHERE relation = 'api_key'::regclass AND NOT granted`);
    return rows.length > 0 || undefined;
  }

  it('is made only once, even by concurrent calls, and not again after all keys have ended', async () => {
    let second: Promise<unknown> = Promise.resolve();
    const first = await keys.createFirst(READER, BY, async () => {
      second = keys.createFirst(READER, BY, keep);
      await Promise.race([second, until(waitsForLock)]);
    });
    expect(await second).toBeUndefined();
    await keys.revoke(first?.key.keyId ?? '', BY);
    expect(await keys.createFirst(READER, BY, keep)).toBeUndefined();
  });

  it('is not made if it cannot be stored', async () => {
    const failing = keys.createFirst(READER, BY, () => Promise.reject(new Error('no space')));
    await expect(failing).rejects.toThrow('no space');
    expect(await keys.exist()).toBe(false);
  });

  it('is seen by whoever asks after another process has made it, also while an earlier look-up is under way', async () => {
    const elsewhere = await Database.connect(test.url, 1, 'elsewhere');
    try {
      const client = await elsewhere.pool.connect();
      const { stream } = client.connection;
      client.release();
      const there = new Keys(elsewhere);
      const before = there.exist();
      if (stream instanceof Socket) stream.pause();
      await until(async () => {
        const [session] = await test.query(
          "SELECT query, state FROM pg_stat_activity WHERE application_name = 'elsewhere' AND query LIKE '%api_key%'",
        );
        return session?.state === 'idle' || undefined;
      });
      await keys.createFirst(READER, BY, keep);
      const after = there.exist();
      if (stream instanceof Socket) stream.resume();
      expect(await Promise.all([before, after])).toEqual([false, true]);
    } finally {
      await elsewhere.close();
    }
  });
});

it('keys are listed in pages, newest first', async () => {
  for (const name of ['a', 'b', 'c']) await keys.create({ ...READER, name }, BY);
  const first = await keys.list(2, undefined);
  expect(first.map(({ name }) => name)).toEqual(['c', 'b']);
  expect((await keys.list(2, first[1]?.keyNo)).map(({ name }) => name)).toEqual(['a']);
  expect(first[0]).not.toHaveProperty('secretSha256');
});
