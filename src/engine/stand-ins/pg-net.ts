import type { StandInSource } from './stand-in.ts';

export const pgNet: StandInSource = {
  name: 'pg_net',
  version: '0.19.5',
  relocatable: false,
  requires: [],
  comment: 'Async HTTP',
  note: 'Requests are recorded in net.http_request_queue; nothing is sent and no response ever arrives.',
  sql: `
CREATE SCHEMA net;
GRANT USAGE ON SCHEMA net TO public;
CREATE DOMAIN net.http_method AS text CHECK (VALUE ILIKE 'get' OR VALUE ILIKE 'post' OR VALUE ILIKE 'delete');
CREATE TYPE net.request_status AS ENUM ('PENDING', 'SUCCESS', 'ERROR');
CREATE UNLOGGED TABLE net.http_request_queue (
  id bigserial,
  method net.http_method NOT NULL,
  url text NOT NULL,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer NOT NULL
);
CREATE UNLOGGED TABLE net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ON net._http_response (created);
GRANT ALL ON ALL TABLES IN SCHEMA net TO public;
GRANT ALL ON ALL SEQUENCES IN SCHEMA net TO public;
CREATE TYPE net.http_response AS (status_code integer, headers jsonb, body text);
CREATE TYPE net.http_response_result AS (status net.request_status, message text, response net.http_response);

CREATE FUNCTION net._encode_url_with_params_array(url text, params_array text[]) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
  SELECT url || coalesce('?' || nullif(array_to_string(params_array, '&'), ''), '')
$f$;
CREATE FUNCTION net._urlencode_string("string" varchar) RETURNS text LANGUAGE sql IMMUTABLE STRICT AS $f$
  SELECT coalesce(string_agg(CASE WHEN c ~ '[A-Za-z0-9_.~-]' THEN c
    ELSE upper(regexp_replace(encode(convert_to(c, 'UTF8'), 'hex'), '(..)', '%\\1', 'g')) END, '' ORDER BY i), '')
  FROM unnest(string_to_array("string", NULL)) WITH ORDINALITY u(c, i)
$f$;
CREATE FUNCTION net.with_params(url text, params jsonb) RETURNS text LANGUAGE sql IMMUTABLE AS $f$
  SELECT net._encode_url_with_params_array(url,
    (SELECT array_agg(net._urlencode_string(key) || '=' || net._urlencode_string(value)) FROM jsonb_each_text(params)))
$f$;
CREATE FUNCTION net.http_get(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql STRICT AS $f$
  INSERT INTO net.http_request_queue (method, url, headers, timeout_milliseconds)
  VALUES ('GET', net.with_params(url, params), headers, timeout_milliseconds) RETURNING id
$f$;
CREATE FUNCTION net.http_post(
  url text, body jsonb DEFAULT '{}', params jsonb DEFAULT '{}',
  headers jsonb DEFAULT '{"Content-Type": "application/json"}', timeout_milliseconds integer DEFAULT 5000
) RETURNS bigint LANGUAGE sql AS $f$
  INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  VALUES ('POST', net.with_params(url, params), headers, convert_to(body::text, 'UTF8'), timeout_milliseconds) RETURNING id
$f$;
CREATE FUNCTION net.http_delete(
  url text, params jsonb DEFAULT '{}', headers jsonb DEFAULT '{}', timeout_milliseconds integer DEFAULT 5000,
  body jsonb DEFAULT NULL
) RETURNS bigint LANGUAGE sql AS $f$
  INSERT INTO net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  VALUES ('DELETE', net.with_params(url, params), headers, convert_to(body::text, 'UTF8'), timeout_milliseconds) RETURNING id
$f$;
CREATE FUNCTION net._http_collect_response(request_id bigint, async boolean DEFAULT true)
RETURNS net.http_response_result LANGUAGE sql STRICT AS $f$
  SELECT ('PENDING', 'request is pending processing', NULL)::net.http_response_result
$f$;
CREATE FUNCTION net.http_collect_response(request_id bigint, async boolean DEFAULT true)
RETURNS net.http_response_result LANGUAGE sql STRICT AS $f$ SELECT net._http_collect_response(request_id, async) $f$;
CREATE FUNCTION net._await_response(request_id bigint) RETURNS boolean LANGUAGE sql STRICT AS 'SELECT false';
CREATE FUNCTION net.check_worker_is_up() RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION net.worker_restart() RETURNS boolean LANGUAGE sql AS 'SELECT true';
CREATE FUNCTION net.wake() RETURNS void LANGUAGE sql AS '';
`,
};
