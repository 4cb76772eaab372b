import type { StandInSource } from './stand-in.ts';

const message = 'msg_id, read_ct, enqueued_at, vt, message, headers';

export const pgmq: StandInSource = {
  name: 'pgmq',
  version: '1.5.1',
  schema: 'pgmq',
  relocatable: false,
  requires: [],
  comment: 'A lightweight message queue. Like AWS SQS and RSMQ but on Postgres.',
  note: 'Queues are real tables (pgmq.q_*, pgmq.a_*) and messages are really sent and read; partitioned queues are not partitioned, polling does not wait, topics and notifications are missing.',
  sql: `
CREATE TABLE pgmq.meta (
  queue_name varchar UNIQUE NOT NULL,
  is_partitioned boolean NOT NULL,
  is_unlogged boolean NOT NULL,
  created_at timestamptz DEFAULT now() NOT NULL
);
GRANT SELECT ON pgmq.meta TO public;
CREATE TYPE pgmq.message_record AS (
  msg_id bigint, read_ct integer, enqueued_at timestamptz, vt timestamptz, message jsonb, headers jsonb);
CREATE TYPE pgmq.queue_record AS (
  queue_name varchar, is_partitioned boolean, is_unlogged boolean, created_at timestamptz);
CREATE TYPE pgmq.metrics_result AS (
  queue_name text, queue_length bigint, newest_msg_age_sec integer, oldest_msg_age_sec integer, total_messages bigint,
  scrape_time timestamptz, queue_visible_length bigint);

CREATE FUNCTION pgmq.format_table_name(queue_name text, prefix text) RETURNS text LANGUAGE plpgsql IMMUTABLE AS $f$
BEGIN
  IF queue_name ~ '\\$|;|--|''' THEN
    RAISE EXCEPTION 'queue name contains invalid characters: $, ;, --, or \\''';
  END IF;
  RETURN lower(prefix || '_' || queue_name);
END $f$;
CREATE FUNCTION pgmq.validate_queue_name(queue_name text) RETURNS void LANGUAGE plpgsql AS $f$
BEGIN
  IF length(queue_name) > 47 THEN
    RAISE EXCEPTION 'queue name is too long, maximum length is 47 characters';
  END IF;
END $f$;
CREATE FUNCTION pgmq._make(queue_name text, partitioned boolean, unlogged boolean) RETURNS void LANGUAGE plpgsql AS $f$
DECLARE
  queue text := pgmq.format_table_name(queue_name, 'q');
  archive text := pgmq.format_table_name(queue_name, 'a');
BEGIN
  PERFORM pgmq.validate_queue_name(queue_name);
  EXECUTE format('CREATE %s TABLE IF NOT EXISTS pgmq.%I (msg_id bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY,
    read_ct integer DEFAULT 0 NOT NULL, enqueued_at timestamptz DEFAULT now() NOT NULL, vt timestamptz NOT NULL,
    message jsonb, headers jsonb)', CASE WHEN unlogged THEN 'UNLOGGED' ELSE '' END, queue);
  EXECUTE format('CREATE TABLE IF NOT EXISTS pgmq.%I (msg_id bigint PRIMARY KEY, read_ct integer DEFAULT 0 NOT NULL,
    enqueued_at timestamptz DEFAULT now() NOT NULL, archived_at timestamptz DEFAULT now() NOT NULL, vt timestamptz NOT NULL,
    message jsonb, headers jsonb)', archive);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (vt)', queue || '_vt_idx', queue);
  EXECUTE format('CREATE INDEX IF NOT EXISTS %I ON pgmq.%I (archived_at)', 'archived_at_idx_' || queue_name, archive);
  INSERT INTO pgmq.meta (queue_name, is_partitioned, is_unlogged) VALUES (queue_name, partitioned, unlogged)
  ON CONFLICT DO NOTHING;
END $f$;
CREATE FUNCTION pgmq.create_non_partitioned(queue_name text) RETURNS void LANGUAGE sql AS
  'SELECT pgmq._make(queue_name, false, false)';
CREATE FUNCTION pgmq.create(queue_name text) RETURNS void LANGUAGE sql AS 'SELECT pgmq._make(queue_name, false, false)';
CREATE FUNCTION pgmq.create_unlogged(queue_name text) RETURNS void LANGUAGE sql AS
  'SELECT pgmq._make(queue_name, false, true)';
CREATE FUNCTION pgmq.create_partitioned(
  queue_name text, partition_interval text DEFAULT '10000', retention_interval text DEFAULT '100000'
) RETURNS void LANGUAGE sql AS 'SELECT pgmq._make(queue_name, true, false)';
CREATE FUNCTION pgmq.convert_archive_partitioned(
  table_name text, partition_interval text DEFAULT '10000', retention_interval text DEFAULT '100000',
  leading_partition integer DEFAULT 10
) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pgmq.drop_queue(queue_name text) RETURNS boolean LANGUAGE plpgsql AS $f$
BEGIN
  EXECUTE format('DROP TABLE IF EXISTS pgmq.%I, pgmq.%I', pgmq.format_table_name($1, 'q'), pgmq.format_table_name($1, 'a'));
  DELETE FROM pgmq.meta m WHERE m.queue_name = $1;
  RETURN true;
END $f$;
CREATE FUNCTION pgmq.drop_queue(queue_name text, partitioned boolean) RETURNS boolean LANGUAGE sql AS
  'SELECT pgmq.drop_queue(queue_name)';
CREATE FUNCTION pgmq.detach_archive(queue_name text) RETURNS void LANGUAGE sql AS '';

CREATE FUNCTION pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[], delay timestamptz)
RETURNS SETOF bigint LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('INSERT INTO pgmq.%I (vt, message, headers)
    SELECT $2, m, h FROM unnest($1, $3) AS u(m, h) RETURNING msg_id', pgmq.format_table_name(queue_name, 'q'))
    USING msgs, delay, coalesce(headers, ARRAY[]::jsonb[]);
END $f$;
${sends()}
CREATE FUNCTION pgmq.read(queue_name text, vt integer, qty integer, conditional jsonb DEFAULT '{}')
RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('WITH next AS (SELECT msg_id FROM pgmq.%1$I WHERE vt <= clock_timestamp()
      AND ($3 = ''{}'' OR message @> $3) ORDER BY msg_id LIMIT $1 FOR UPDATE SKIP LOCKED)
    UPDATE pgmq.%1$I m SET vt = clock_timestamp() + $2, read_ct = read_ct + 1 FROM next WHERE m.msg_id = next.msg_id
    RETURNING m.msg_id, m.read_ct, m.enqueued_at, m.vt, m.message, m.headers', pgmq.format_table_name(queue_name, 'q'))
    USING qty, make_interval(secs => vt), conditional;
END $f$;
CREATE FUNCTION pgmq.read_with_poll(
  queue_name text, vt integer, qty integer, max_poll_seconds integer DEFAULT 5, poll_interval_ms integer DEFAULT 100,
  conditional jsonb DEFAULT '{}'
) RETURNS SETOF pgmq.message_record LANGUAGE sql AS 'SELECT * FROM pgmq.read(queue_name, vt, qty, conditional)';
CREATE FUNCTION pgmq.pop(queue_name text, qty integer) RETURNS SETOF pgmq.message_record LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('DELETE FROM pgmq.%1$I WHERE msg_id IN (SELECT msg_id FROM pgmq.%1$I
    WHERE vt <= clock_timestamp() ORDER BY msg_id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING ${message}',
    pgmq.format_table_name(queue_name, 'q')) USING qty;
END $f$;
CREATE FUNCTION pgmq.pop(queue_name text) RETURNS SETOF pgmq.message_record LANGUAGE sql AS
  'SELECT * FROM pgmq.pop(queue_name, 1)';
CREATE FUNCTION pgmq.archive(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('WITH gone AS (DELETE FROM pgmq.%I WHERE msg_id = ANY ($1) RETURNING ${message})
    INSERT INTO pgmq.%I (${message}) SELECT ${message} FROM gone RETURNING msg_id',
    pgmq.format_table_name(queue_name, 'q'), pgmq.format_table_name(queue_name, 'a')) USING msg_ids;
END $f$;
CREATE FUNCTION pgmq.archive(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE sql AS
  'SELECT EXISTS (SELECT FROM pgmq.archive(queue_name, ARRAY[msg_id]))';
CREATE FUNCTION pgmq.delete(queue_name text, msg_ids bigint[]) RETURNS SETOF bigint LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('DELETE FROM pgmq.%I WHERE msg_id = ANY ($1) RETURNING msg_id',
    pgmq.format_table_name(queue_name, 'q')) USING msg_ids;
END $f$;
CREATE FUNCTION pgmq.delete(queue_name text, msg_id bigint) RETURNS boolean LANGUAGE sql AS
  'SELECT EXISTS (SELECT FROM pgmq.delete(queue_name, ARRAY[msg_id]))';
CREATE FUNCTION pgmq.purge_queue(queue_name text) RETURNS bigint LANGUAGE plpgsql AS $f$
DECLARE purged bigint;
BEGIN
  EXECUTE format('DELETE FROM pgmq.%I', pgmq.format_table_name(queue_name, 'q'));
  GET DIAGNOSTICS purged = ROW_COUNT;
  RETURN purged;
END $f$;
CREATE FUNCTION pgmq.set_vt(queue_name text, msg_id bigint, vt integer) RETURNS SETOF pgmq.message_record
LANGUAGE plpgsql AS $f$
BEGIN
  RETURN QUERY EXECUTE format('UPDATE pgmq.%I SET vt = clock_timestamp() + $2 WHERE msg_id = $1 RETURNING ${message}',
    pgmq.format_table_name(queue_name, 'q')) USING msg_id, make_interval(secs => vt);
END $f$;
CREATE FUNCTION pgmq.list_queues() RETURNS SETOF pgmq.queue_record LANGUAGE sql AS
  'SELECT queue_name, is_partitioned, is_unlogged, created_at FROM pgmq.meta';
CREATE FUNCTION pgmq.metrics(queue_name text) RETURNS pgmq.metrics_result LANGUAGE plpgsql AS $f$
DECLARE result pgmq.metrics_result;
BEGIN
  EXECUTE format('SELECT %L::text, count(*), extract(epoch FROM clock_timestamp() - max(enqueued_at))::integer,
    extract(epoch FROM clock_timestamp() - min(enqueued_at))::integer, coalesce(max(msg_id), 0), now(),
    count(*) FILTER (WHERE vt <= clock_timestamp()) FROM pgmq.%I', queue_name, pgmq.format_table_name(queue_name, 'q'))
    INTO result;
  RETURN result;
END $f$;
CREATE FUNCTION pgmq.metrics_all() RETURNS SETOF pgmq.metrics_result LANGUAGE sql AS
  'SELECT m.* FROM pgmq.meta, pgmq.metrics(queue_name) m';
`,
};

/** The overloads of send and send_batch, all of which end in the one with headers and a time. */
function sends(): string {
  const delays = [
    ['', 'clock_timestamp()'],
    [', delay integer', 'clock_timestamp() + make_interval(secs => delay)'],
    [', delay timestamptz', 'delay'],
  ] as const;
  return delays
    .flatMap(([delay, at]) => [
      `pgmq.send(queue_name text, msg jsonb${delay}) = ARRAY[msg], NULL, ${at}`,
      `pgmq.send(queue_name text, msg jsonb, headers jsonb${delay}) = ARRAY[msg], ARRAY[headers], ${at}`,
      `pgmq.send_batch(queue_name text, msgs jsonb[]${delay}) = msgs, NULL, ${at}`,
      ...(delay === ', delay timestamptz'
        ? []
        : [`pgmq.send_batch(queue_name text, msgs jsonb[], headers jsonb[]${delay}) = msgs, headers, ${at}`]),
    ])
    .map((line) => {
      const [signature, values] = line.split(' = ') as [string, string];
      return `CREATE FUNCTION ${signature} RETURNS SETOF bigint LANGUAGE sql AS
  'SELECT * FROM pgmq.send_batch(queue_name, ${values})';`;
    })
    .join('\n');
}
