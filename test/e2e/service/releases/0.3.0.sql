SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE FUNCTION public.create_observation_partition(instant timestamp with time zone) RETURNS void
    LANGUAGE plpgsql
    AS $$
      DECLARE
        first_monday CONSTANT timestamptz := '2000-01-03 00:00:00Z';
        monday timestamptz := date_bin('7 days', instant, first_monday);
        is_early CONSTANT boolean := instant < first_monday;
        partition text := 'observation_' ||
          CASE WHEN is_early THEN 'before_2000' ELSE to_char(monday AT TIME ZONE 'UTC', 'YYYYMMDD') END;
      BEGIN
        IF to_regclass(partition) IS NOT NULL THEN RETURN; END IF;
        EXECUTE format('CREATE TABLE %I (LIKE observation INCLUDING CONSTRAINTS)', partition);
        EXECUTE format(
          'ALTER TABLE observation ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%L)',
          partition,
          CASE WHEN is_early THEN 'MINVALUE' ELSE quote_literal(monday) END,
          CASE WHEN is_early THEN first_monday ELSE monday + interval '7 days' END);
      END $$;
CREATE FUNCTION public.observation_partition_end(partition name) RETURNS timestamp with time zone
    LANGUAGE sql IMMUTABLE
    AS $$
        SELECT CASE
          WHEN partition = 'observation_before_2000' THEN '2000-01-03 00:00:00Z'::timestamptz
          ELSE (to_date(right(partition, 8), 'YYYYMMDD') + 7)::timestamp AT TIME ZONE 'UTC'
        END
      $$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE public.business_hours (
    store_key integer NOT NULL,
    day_of_week smallint NOT NULL,
    opens time without time zone NOT NULL,
    closes time without time zone NOT NULL,
    CONSTRAINT business_hours_day_of_week_check CHECK (((day_of_week >= 0) AND (day_of_week <= 6)))
);
CREATE TABLE public.import (
    import_key integer NOT NULL,
    import_id uuid NOT NULL,
    kind text NOT NULL,
    status text DEFAULT 'Running'::text NOT NULL,
    bytes_read bigint DEFAULT 0 NOT NULL,
    rows_read bigint DEFAULT 0 NOT NULL,
    rows_accepted bigint DEFAULT 0 NOT NULL,
    rows_unchanged bigint DEFAULT 0 NOT NULL,
    rows_rejected bigint DEFAULT 0 NOT NULL,
    error_code text,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    seen_at timestamp with time zone DEFAULT now() NOT NULL,
    finished_at timestamp with time zone,
    source text DEFAULT 'csv'::text NOT NULL,
    write_no bigint,
    changed_from timestamp with time zone,
    idempotency_key text,
    request_sha256 bytea,
    CONSTRAINT import_bytes_read_check CHECK ((bytes_read >= 0)),
    CONSTRAINT import_check CHECK (((status <> 'Complete'::text) OR (rows_read = ((rows_accepted + rows_unchanged) + rows_rejected)))),
    CONSTRAINT import_check1 CHECK (((status = 'Running'::text) = (finished_at IS NULL))),
    CONSTRAINT import_check2 CHECK (((status = 'Failed'::text) = (error_code IS NOT NULL))),
    CONSTRAINT import_idempotency_key_check CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 255))),
    CONSTRAINT import_kind_check CHECK ((kind = ANY (ARRAY['store-status'::text, 'business-hours'::text, 'timezones'::text]))),
    CONSTRAINT import_rows_accepted_check CHECK ((rows_accepted >= 0)),
    CONSTRAINT import_rows_read_check CHECK ((rows_read >= 0)),
    CONSTRAINT import_rows_rejected_check CHECK ((rows_rejected >= 0)),
    CONSTRAINT import_rows_unchanged_check CHECK ((rows_unchanged >= 0)),
    CONSTRAINT import_source_check CHECK ((source = ANY (ARRAY['csv'::text, 'json'::text, 'kafka'::text]))),
    CONSTRAINT import_status_check CHECK ((status = ANY (ARRAY['Running'::text, 'Complete'::text, 'Failed'::text])))
);
ALTER TABLE public.import ALTER COLUMN import_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.import_import_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.import_reject (
    import_key integer NOT NULL,
    line bigint NOT NULL,
    reason text NOT NULL,
    text text NOT NULL,
    CONSTRAINT import_reject_line_check CHECK ((line >= 0)),
    CONSTRAINT import_reject_reason_check CHECK ((reason = ANY (ARRAY['column_count'::text, 'missing_field'::text, 'invalid_store_id'::text, 'invalid_status'::text, 'invalid_timestamp'::text, 'timestamp_in_future'::text, 'invalid_day'::text, 'invalid_time'::text, 'unknown_timezone'::text, 'invalid_encoding'::text, 'not_an_object'::text, 'before_retention'::text]))),
    CONSTRAINT import_reject_text_check CHECK ((octet_length(text) <= 1024))
);
CREATE SEQUENCE public.import_write_no
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE public.kafka_partition (
    consumer_group text NOT NULL,
    topic text NOT NULL,
    partition integer NOT NULL,
    first_offset bigint NOT NULL,
    next_offset bigint NOT NULL,
    first_sha256 bytea NOT NULL,
    last_sha256 bytea NOT NULL,
    CONSTRAINT kafka_partition_check CHECK ((first_offset < next_offset))
);
CREATE TABLE public.observation (
    observed_at timestamp with time zone CONSTRAINT observation_observed_at_not_null1 NOT NULL,
    store_key integer CONSTRAINT observation_store_key_not_null1 NOT NULL,
    import_key integer CONSTRAINT observation_import_key_not_null1 NOT NULL,
    active boolean CONSTRAINT observation_active_not_null1 NOT NULL,
    CONSTRAINT observation_observed_at_check1 CHECK (isfinite(observed_at))
)
PARTITION BY RANGE (observed_at);
CREATE TABLE public.observation_20240923 (
    observed_at timestamp with time zone CONSTRAINT observation_observed_at_not_null1 NOT NULL,
    store_key integer CONSTRAINT observation_store_key_not_null1 NOT NULL,
    import_key integer CONSTRAINT observation_import_key_not_null1 NOT NULL,
    active boolean CONSTRAINT observation_active_not_null1 NOT NULL,
    CONSTRAINT observation_observed_at_check1 CHECK (isfinite(observed_at))
);
CREATE TABLE public.observation_20240930 (
    observed_at timestamp with time zone CONSTRAINT observation_observed_at_not_null1 NOT NULL,
    store_key integer CONSTRAINT observation_store_key_not_null1 NOT NULL,
    import_key integer CONSTRAINT observation_import_key_not_null1 NOT NULL,
    active boolean CONSTRAINT observation_active_not_null1 NOT NULL,
    CONSTRAINT observation_observed_at_check1 CHECK (isfinite(observed_at))
);
CREATE TABLE public.observation_20241007 (
    observed_at timestamp with time zone CONSTRAINT observation_observed_at_not_null1 NOT NULL,
    store_key integer CONSTRAINT observation_store_key_not_null1 NOT NULL,
    import_key integer CONSTRAINT observation_import_key_not_null1 NOT NULL,
    active boolean CONSTRAINT observation_active_not_null1 NOT NULL,
    CONSTRAINT observation_observed_at_check1 CHECK (isfinite(observed_at))
);
CREATE TABLE public.observation_retention (
    only_row boolean DEFAULT true NOT NULL,
    kept_from timestamp with time zone DEFAULT '-infinity'::timestamp with time zone NOT NULL,
    CONSTRAINT observation_retention_only_row_check CHECK (only_row)
);
CREATE TABLE public.report (
    report_id uuid NOT NULL,
    report_no bigint NOT NULL,
    status text DEFAULT 'Running'::text NOT NULL,
    idempotency_key text,
    request_sha256 bytea NOT NULL,
    store_ids text[],
    requested_as_of timestamp with time zone,
    as_of timestamp with time zone,
    default_status text NOT NULL,
    default_timezone text NOT NULL,
    end_of_day_grace boolean NOT NULL,
    attempt integer DEFAULT 0 NOT NULL,
    stores_total integer,
    stores_done integer DEFAULT 0 NOT NULL,
    csv_bytes bigint,
    csv_sha256 bytea,
    error text,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    started_at timestamp with time zone,
    finished_at timestamp with time zone,
    seen_write_no bigint,
    uptime_share double precision[],
    CONSTRAINT report_as_of_check CHECK (isfinite(as_of)),
    CONSTRAINT report_attempt_check CHECK ((attempt >= 0)),
    CONSTRAINT report_check CHECK (((stores_done >= 0) AND (stores_done <= stores_total))),
    CONSTRAINT report_check1 CHECK (((status = 'Running'::text) = (finished_at IS NULL))),
    CONSTRAINT report_check2 CHECK (((status = 'Error'::text) = (error IS NOT NULL))),
    CONSTRAINT report_check3 CHECK (((status <> 'Complete'::text) OR ((as_of IS NOT NULL) AND (csv_bytes IS NOT NULL) AND (csv_sha256 IS NOT NULL) AND (stores_done = stores_total)))),
    CONSTRAINT report_default_status_check CHECK ((default_status = ANY (ARRAY['active'::text, 'inactive'::text]))),
    CONSTRAINT report_idempotency_key_check CHECK (((length(idempotency_key) >= 1) AND (length(idempotency_key) <= 255))),
    CONSTRAINT report_requested_as_of_check CHECK (isfinite(requested_as_of)),
    CONSTRAINT report_status_check CHECK ((status = ANY (ARRAY['Running'::text, 'Complete'::text, 'Error'::text, 'Cancelled'::text]))),
    CONSTRAINT report_stores_total_check CHECK ((stores_total >= 0)),
    CONSTRAINT report_uptime_share_check CHECK ((cardinality(uptime_share) = 3))
);
ALTER TABLE public.report ALTER COLUMN report_no ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.report_report_no_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.report_shard (
    report_id uuid NOT NULL,
    shard integer NOT NULL,
    first_store_id text NOT NULL COLLATE pg_catalog."C",
    last_store_id text NOT NULL COLLATE pg_catalog."C",
    stores integer NOT NULL,
    csv bytea,
    uptime_us bigint[],
    downtime_us bigint[],
    CONSTRAINT report_shard_check CHECK ((first_store_id <= last_store_id)),
    CONSTRAINT report_shard_downtime_us_check CHECK ((cardinality(downtime_us) = 3)),
    CONSTRAINT report_shard_shard_check CHECK ((shard >= 0)),
    CONSTRAINT report_shard_stores_check CHECK ((stores > 0)),
    CONSTRAINT report_shard_uptime_us_check CHECK ((cardinality(uptime_us) = 3))
);
ALTER TABLE ONLY public.report_shard ALTER COLUMN csv SET STORAGE EXTERNAL;
CREATE TABLE public.schema_migration (
    id integer NOT NULL,
    "timestamp" bigint NOT NULL,
    name character varying NOT NULL
);
CREATE SEQUENCE public.schema_migration_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
ALTER SEQUENCE public.schema_migration_id_seq OWNED BY public.schema_migration.id;
CREATE TABLE public.status_run (
    store_key integer NOT NULL,
    started_at timestamp with time zone NOT NULL,
    ended_at timestamp with time zone NOT NULL,
    active boolean NOT NULL,
    CONSTRAINT status_run_check CHECK ((started_at < ended_at)),
    CONSTRAINT status_run_started_at_check CHECK (isfinite(started_at))
);
CREATE TABLE public.store (
    store_key integer NOT NULL,
    store_id text NOT NULL COLLATE pg_catalog."C",
    timezone text,
    last_observed_at timestamp with time zone,
    CONSTRAINT store_last_observed_at_check CHECK (isfinite(last_observed_at)),
    CONSTRAINT store_store_id_check CHECK (((length(store_id) >= 1) AND (length(store_id) <= 128))),
    CONSTRAINT store_timezone_check CHECK (((length(timezone) >= 1) AND (length(timezone) <= 64)))
)
WITH (fillfactor='50');
ALTER TABLE public.store ALTER COLUMN store_key ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.store_store_key_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE ONLY public.observation ATTACH PARTITION public.observation_20240923 FOR VALUES FROM ('2024-09-23 00:00:00+00') TO ('2024-09-30 00:00:00+00');
ALTER TABLE ONLY public.observation ATTACH PARTITION public.observation_20240930 FOR VALUES FROM ('2024-09-30 00:00:00+00') TO ('2024-10-07 00:00:00+00');
ALTER TABLE ONLY public.observation ATTACH PARTITION public.observation_20241007 FOR VALUES FROM ('2024-10-07 00:00:00+00') TO ('2024-10-14 00:00:00+00');
ALTER TABLE ONLY public.schema_migration ALTER COLUMN id SET DEFAULT nextval('public.schema_migration_id_seq'::regclass);
INSERT INTO public.business_hours VALUES
	(1, 0, '22:00:00', '02:00:00'),
	(2, 0, '11:00:00', '15:00:00'),
	(2, 1, '11:00:00', '15:00:00'),
	(3, 0, '09:00:00', '17:30:00.5'),
	(3, 6, '00:00:00', '00:00:00');
INSERT INTO public.import OVERRIDING SYSTEM VALUE VALUES
	(1, '1e8b21ab-6370-4dc3-ab42-009f188372ae', 'timezones', 'Complete', 104, 3, 3, 0, 0, NULL, NULL, '2026-11-27 09:13:31.063116+00', '2026-11-27 09:13:31.063116+00', '2026-11-27 09:13:31.20392+00', 'csv', 1, '-infinity', NULL, NULL),
	(2, 'ab3b15b1-a2e3-4aea-b2be-e00ec5bd230a', 'business-hours', 'Complete', 186, 5, 5, 0, 0, NULL, NULL, '2026-11-27 09:13:31.341729+00', '2026-11-27 09:13:31.341729+00', '2026-11-27 09:13:31.451549+00', 'csv', 2, '-infinity', NULL, NULL),
	(3, 'adfa39a5-8d6c-498f-abad-651bb3cd023e', 'store-status', 'Complete', 554, 13, 12, 0, 1, NULL, NULL, '2026-11-27 09:13:31.508756+00', '2026-11-27 09:13:31.508756+00', '2026-11-27 09:13:31.700691+00', 'csv', 3, '-infinity', NULL, NULL),
	(4, 'd5007691-6da7-48c3-917d-94e53fed5608', 'store-status', 'Complete', 272, 3, 2, 0, 1, NULL, NULL, '2026-11-27 09:13:32.414551+00', '2026-11-27 09:13:32.414551+00', '2026-11-27 09:13:32.57452+00', 'json', 4, '2024-10-08 03:00:00+00', NULL, NULL);
INSERT INTO public.import_reject VALUES
	(3, 8, 'invalid_status', 'kiosk,closed,2024-10-08 17:00:00 UTC'),
	(4, 2, 'invalid_status', '{"store_id":"harbour","status":"nope","timestamp_utc":"2024-10-08T04:30:00Z"}');
INSERT INTO public.observation_20240923 VALUES
	('2024-09-25 10:00:00+00', 5, 3, true);
INSERT INTO public.observation_20240930 VALUES
	('2024-10-05 15:20:00.25+00', 3, 3, false),
	('2024-10-06 22:40:00.125+00', 3, 3, true),
	('2024-10-02 10:00:00+00', 5, 3, false);
INSERT INTO public.observation_20241007 VALUES
	('2024-10-07 20:00:00+00', 1, 3, true),
	('2024-10-08 08:15:30+00', 1, 3, false),
	('2024-10-07 15:10:00+00', 2, 3, true),
	('2024-10-08 17:30:00+00', 2, 3, false),
	('2024-10-07 05:00:00+00', 3, 3, false),
	('2024-10-07 06:00:00+00', 4, 3, false),
	('2024-10-07 18:00:00+00', 4, 3, true),
	('2024-10-08 18:00:00+00', 4, 3, true),
	('2024-10-08 03:00:00+00', 4, 4, false),
	('2024-10-08 04:30:00+00', 4, 4, true);
INSERT INTO public.observation_retention VALUES
	(true, '-infinity');
INSERT INTO public.report OVERRIDING SYSTEM VALUE VALUES
	('54587ad5-6058-4e03-a04d-27b9c0f8a854', 1, 'Complete', NULL, '\xfe44a8cccd89edae70b54c5e58399979bd7d8b12643a8396ad62d089a781b692', NULL, NULL, '2024-10-08 18:00:00+00', 'active', 'America/Chicago', false, 1, 5, 5, 319, '\xf294ba53f0785678c390f1d515e9c78f622d32ec1696842c100d5522df3345b4', NULL, '2026-11-27 09:13:32.746665+00', '2026-11-27 09:13:34.947827+00', '2026-11-27 09:13:35.108181+00', 4, '{0.5,0.5224702380952381,0.49848675128408215}'),
	('22597b02-412e-4cf0-ba19-16fb833b2ea7', 2, 'Complete', NULL, '\x6befbccc671cf96c8b4793d91e822b73e09dd0b85f98f931afa536ee13543fa6', NULL, '2024-10-07 12:00:00+00', '2024-10-07 12:00:00+00', 'inactive', 'America/Chicago', false, 1, 5, 5, 316, '\x2c9b28641f0eab241d35f1c5808a1006df1e8f4ec496fe5bf3220265d3145bd5', NULL, '2026-11-27 09:13:35.235377+00', '2026-11-27 09:13:35.256273+00', '2026-11-27 09:13:35.413532+00', 4, '{0,0.11014405762304921,0.13771915653539601}'),
	('0b66c399-2e16-45c3-a347-84e27ddd0e01', 3, 'Running', NULL, '\x6d99aa3b59f6fbb14e50433e514ea9377f3e3ec74d204cf1c0abca5c42352c77', NULL, '2024-10-08 12:00:00+00', NULL, 'active', 'America/Chicago', false, 0, NULL, 0, NULL, NULL, NULL, '2026-11-27 09:13:40.736957+00', NULL, NULL, NULL, NULL);
INSERT INTO public.report_shard VALUES
	('54587ad5-6058-4e03-a04d-27b9c0f8a854', 0, 'airport', 'store-001', 5, '\x616972706f72742c302e30302c332e32362c332e32362c302e30302c302e37342c302e37340a646f776e746f776e2c33302e30302c332e35302c372e35302c33302e30302c302e35302c302e35300a686172626f75722c302e30302c302e30302c382e31372c302e30302c302e30302c32332e38330a6b696f736b2c36302e30302c32322e35302c3135342e35302c302e30302c312e35302c31332e35300a73746f72652d3030312c302e30302c302e30302c31362e30302c36302e30302c32342e30302c3135322e30300a', '{5400000000,105330000000,681930125000}', '{5400000000,96270000000,686070375000}'),
	('22597b02-412e-4cf0-ba19-16fb833b2ea7', 0, 'airport', 'store-001', 5, '\x616972706f72742c302e30302c302e30302c302e30302c302e30302c302e30302c342e30300a646f776e746f776e2c302e30302c302e30302c302e30302c302e30302c302e30302c382e30300a686172626f75722c302e30302c362e33332c362e33332c302e30302c332e31372c32352e36370a6b696f736b2c302e30302c302e30302c302e30302c36302e30302c32342e30302c3136382e30300a73746f72652d3030312c302e30302c302e30302c34362e30302c36302e30302c32342e30302c3132322e30300a', '{0,22799875000,188399875000}', '{7200000000,184200625000,1179600625000}');
INSERT INTO public.schema_migration VALUES
	(1, 1, 'stores-0000000000001'),
	(2, 2, 'imports-0000000000002'),
	(3, 3, 'observations-0000000000003'),
	(4, 4, 'reports-0000000000004'),
	(5, 5, 'observation-partitions-0000000000005'),
	(6, 6, 'import-sources-0000000000006'),
	(7, 7, 'cheaper-store-checks-0000000000007'),
	(8, 8, 'outage-indexes-0000000000008'),
	(9, 9, 'report-shares-0000000000009');
INSERT INTO public.status_run VALUES
	(1, '2024-10-07 20:00:00+00', '2024-10-08 08:15:30+00', true),
	(1, '2024-10-08 08:15:30+00', 'infinity', false),
	(2, '2024-10-07 15:10:00+00', '2024-10-08 17:30:00+00', true),
	(2, '2024-10-08 17:30:00+00', 'infinity', false),
	(3, '2024-10-05 15:20:00.25+00', '2024-10-06 22:40:00.125+00', false),
	(3, '2024-10-06 22:40:00.125+00', '2024-10-07 05:00:00+00', true),
	(3, '2024-10-07 05:00:00+00', 'infinity', false),
	(4, '2024-10-07 06:00:00+00', '2024-10-07 18:00:00+00', false),
	(5, '2024-09-25 10:00:00+00', '2024-10-02 10:00:00+00', true),
	(5, '2024-10-02 10:00:00+00', 'infinity', false),
	(4, '2024-10-08 04:30:00+00', 'infinity', true),
	(4, '2024-10-07 18:00:00+00', '2024-10-08 03:00:00+00', true),
	(4, '2024-10-08 03:00:00+00', '2024-10-08 04:30:00+00', false);
INSERT INTO public.store OVERRIDING SYSTEM VALUE VALUES
	(1, 'airport', 'America/Los_Angeles', '2024-10-08 08:15:30+00'),
	(2, 'downtown', 'America/New_York', '2024-10-08 17:30:00+00'),
	(3, 'harbour', 'Australia/Lord_Howe', '2024-10-07 05:00:00+00'),
	(4, 'kiosk', NULL, '2024-10-08 18:00:00+00'),
	(5, 'store-001', NULL, '2024-10-02 10:00:00+00');
SELECT pg_catalog.setval('public.import_import_key_seq', 4, true);
SELECT pg_catalog.setval('public.import_write_no', 4, true);
SELECT pg_catalog.setval('public.report_report_no_seq', 3, true);
SELECT pg_catalog.setval('public.schema_migration_id_seq', 9, true);
SELECT pg_catalog.setval('public.store_store_key_seq', 5, true);
ALTER TABLE ONLY public.schema_migration
    ADD CONSTRAINT "PK_0edff5015b71cc0389ae0f4b9a1" PRIMARY KEY (id);
ALTER TABLE ONLY public.business_hours
    ADD CONSTRAINT business_hours_pkey PRIMARY KEY (store_key, day_of_week, opens, closes);
ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_import_key_key UNIQUE (import_key);
ALTER TABLE ONLY public.import
    ADD CONSTRAINT import_pkey PRIMARY KEY (import_id);
ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_pkey PRIMARY KEY (import_key, line);
ALTER TABLE ONLY public.kafka_partition
    ADD CONSTRAINT kafka_partition_pkey PRIMARY KEY (consumer_group, topic, partition);
ALTER TABLE ONLY public.observation
    ADD CONSTRAINT observation_pkey PRIMARY KEY (store_key, observed_at);
ALTER TABLE ONLY public.observation_20240923
    ADD CONSTRAINT observation_20240923_pkey PRIMARY KEY (store_key, observed_at);
ALTER TABLE ONLY public.observation_20240930
    ADD CONSTRAINT observation_20240930_pkey PRIMARY KEY (store_key, observed_at);
ALTER TABLE ONLY public.observation_20241007
    ADD CONSTRAINT observation_20241007_pkey PRIMARY KEY (store_key, observed_at);
ALTER TABLE ONLY public.observation_retention
    ADD CONSTRAINT observation_retention_pkey PRIMARY KEY (only_row);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_idempotency_key_key UNIQUE (idempotency_key);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_pkey PRIMARY KEY (report_id);
ALTER TABLE ONLY public.report
    ADD CONSTRAINT report_report_no_key UNIQUE (report_no);
ALTER TABLE ONLY public.report_shard
    ADD CONSTRAINT report_shard_pkey PRIMARY KEY (report_id, shard);
ALTER TABLE ONLY public.status_run
    ADD CONSTRAINT status_run_pkey PRIMARY KEY (store_key, started_at);
ALTER TABLE ONLY public.store
    ADD CONSTRAINT store_pkey PRIMARY KEY (store_key);
ALTER TABLE ONLY public.store
    ADD CONSTRAINT store_store_id_key UNIQUE (store_id);
CREATE INDEX import_by_source ON public.import USING btree (source, import_key);
CREATE INDEX import_running ON public.import USING btree (seen_at) WHERE (status = 'Running'::text);
CREATE INDEX import_written ON public.import USING btree (write_no, changed_from) WHERE (write_no IS NOT NULL);
CREATE INDEX report_finished ON public.report USING btree (finished_at);
CREATE INDEX report_running ON public.report USING btree (created_at) WHERE (status = 'Running'::text);
CREATE INDEX status_run_ongoing_outages ON public.status_run USING btree (started_at, store_key) WHERE ((NOT active) AND (ended_at = 'infinity'::timestamp with time zone));
CREATE INDEX status_run_outages ON public.status_run USING btree (started_at, store_key) WHERE (NOT active);
ALTER INDEX public.observation_pkey ATTACH PARTITION public.observation_20240923_pkey;
ALTER INDEX public.observation_pkey ATTACH PARTITION public.observation_20240930_pkey;
ALTER INDEX public.observation_pkey ATTACH PARTITION public.observation_20241007_pkey;
ALTER TABLE ONLY public.business_hours
    ADD CONSTRAINT business_hours_store_key_fkey FOREIGN KEY (store_key) REFERENCES public.store(store_key);
ALTER TABLE ONLY public.import_reject
    ADD CONSTRAINT import_reject_import_key_fkey FOREIGN KEY (import_key) REFERENCES public.import(import_key) ON DELETE CASCADE;
ALTER TABLE ONLY public.report_shard
    ADD CONSTRAINT report_shard_report_id_fkey FOREIGN KEY (report_id) REFERENCES public.report(report_id) ON DELETE CASCADE;
