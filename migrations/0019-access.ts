import type { MigrationInterface, QueryRunner } from 'typeorm';

/** API keys, sessions of browsers, and the record of who changed what. */
export class Access implements MigrationInterface {
  readonly name = 'access-0000000000019';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      CREATE TABLE api_key (
        key_id        uuid PRIMARY KEY,
        key_no        integer GENERATED ALWAYS AS IDENTITY UNIQUE,
        name          text NOT NULL CHECK (name ~ '^[A-Za-z0-9][A-Za-z0-9 ._@:-]{0,99}$'),
        scopes        text[] NOT NULL
                      CHECK (cardinality(scopes) > 0 AND scopes <@ ARRAY['read', 'ingest', 'report', 'admin']),
        secret_sha256 bytea NOT NULL UNIQUE CHECK (octet_length(secret_sha256) = 32),
        created_at    timestamptz NOT NULL DEFAULT now(),
        created_by    text NOT NULL,
        expires_at    timestamptz,
        revoked_at    timestamptz,
        last_used_at  timestamptz,
        CHECK (expires_at > created_at AND isfinite(expires_at))
      );
      COMMENT ON COLUMN api_key.key_no IS 'The order in which keys were made';
      COMMENT ON COLUMN api_key.secret_sha256 IS 'Of the whole key, which is stored nowhere';
      COMMENT ON COLUMN api_key.created_by IS 'Who made it, as in audit.actor';
      COMMENT ON COLUMN api_key.expires_at IS 'Null: never';
      COMMENT ON COLUMN api_key.revoked_at IS 'When it ends or ended before that; null: it does not';
      COMMENT ON COLUMN api_key.last_used_at IS 'Up to a minute late; null: never'
    `);
    await runner.query(`
      CREATE TABLE audit (
        audit_no    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        finished_at timestamptz NOT NULL DEFAULT clock_timestamp(),
        actor       text NOT NULL CHECK (length(actor) BETWEEN 1 AND 300),
        actor_name  text CHECK (length(actor_name) BETWEEN 1 AND 300),
        address     text CHECK (length(address) BETWEEN 1 AND 100),
        action      text NOT NULL CHECK (length(action) BETWEEN 1 AND 200),
        ids         jsonb NOT NULL,
        outcome     text NOT NULL CHECK (outcome ~ '^[a-z0-9_]{1,64}$'),
        times       integer NOT NULL DEFAULT 1 CHECK (times > 0)
      );
      COMMENT ON COLUMN audit.actor IS 'key:<key_id>, cli:<account>, kafka:<group> or anonymous';
      COMMENT ON COLUMN audit.actor_name IS 'The name of the key at that time';
      COMMENT ON COLUMN audit.address IS 'Where the request came from; null: no request';
      COMMENT ON COLUMN audit.action IS 'The method and the path of the call, with {names} in place of ids, or the command';
      COMMENT ON COLUMN audit.ids IS 'What it was about, by name';
      COMMENT ON COLUMN audit.outcome IS 'done, or the code of the error';
      COMMENT ON COLUMN audit.times IS 'How many attempts it stands for';
      CREATE INDEX audit_finished ON audit (finished_at);
      CREATE INDEX audit_actor ON audit (actor, audit_no)
    `);
    await runner.query(`
      ALTER TABLE report ADD created_by text;
      COMMENT ON COLUMN report.created_by IS 'Who triggered it, as in audit.actor; null: before this column was added'
    `);
    await runner.query(`
      CREATE TABLE session (
        token_sha256 bytea PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
        key_id       uuid REFERENCES api_key,
        actor        text CHECK (length(actor) BETWEEN 1 AND 300),
        scopes       text[] CHECK (scopes <@ ARRAY['read', 'ingest', 'report', 'admin']),
        created_at   timestamptz NOT NULL DEFAULT now(),
        expires_at   timestamptz NOT NULL,
        CHECK ((key_id IS NULL) = (actor IS NOT NULL AND scopes IS NOT NULL))
      );
      COMMENT ON COLUMN session.token_sha256 IS 'Of the token in the cookie, which is stored nowhere';
      COMMENT ON COLUMN session.key_id IS 'The key that it ends with; null: of somebody who logged in elsewhere';
      COMMENT ON COLUMN session.actor IS 'Who logged in elsewhere, as in audit.actor';
      CREATE INDEX session_expires ON session (expires_at)
    `);
    await this.makeAppendOnly(runner);
  }

  /**
   * Even its owner may only add and read entries. What retention removes goes through a function, which lets its owner delete for
   * the moment, and nothing that is younger than a day. A superuser may do anything, as always.
   */
  private async makeAppendOnly(runner: QueryRunner): Promise<void> {
    await runner.query('REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM CURRENT_USER');
    const found = await runner.manager.query<{ schema: string }[]>('SELECT quote_ident(current_schema()) AS schema');
    const schema = found[0]?.schema ?? 'public';
    await runner.query(`
      CREATE FUNCTION remove_audit(numbers bigint[]) RETURNS integer
      LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $function$
      DECLARE
        removed integer;
      BEGIN
        IF cardinality(numbers) = 0 THEN
          RETURN 0;
        END IF;
        -- Of two that change the same privileges at once, one would fail.
        PERFORM pg_advisory_xact_lock(7405003);
        GRANT DELETE ON ${schema}.audit TO CURRENT_USER;
        DELETE FROM ${schema}.audit WHERE audit_no = ANY (numbers) AND finished_at < now() - interval '1 day';
        GET DIAGNOSTICS removed = ROW_COUNT;
        REVOKE DELETE ON ${schema}.audit FROM CURRENT_USER;
        RETURN removed;
      END
      $function$;
      REVOKE EXECUTE ON FUNCTION remove_audit(bigint[]) FROM PUBLIC
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE report DROP created_by');
    await runner.query('DROP FUNCTION remove_audit(bigint[])');
    await runner.query('DROP TABLE session, audit, api_key');
  }
}
