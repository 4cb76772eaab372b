import type { StandInSource } from './stand-in.ts';

export const http: StandInSource = {
  name: 'http',
  version: '1.7',
  relocatable: true,
  requires: [],
  comment: 'HTTP client for PostgreSQL, allows web page retrieval inside the database.',
  note: 'Nothing is sent: every request is answered at once with status 200 and an empty JSON object.',
  sql: `
CREATE DOMAIN http_method AS text;
CREATE DOMAIN content_type AS text CHECK (VALUE ~ '^\\S+\\/\\S+');
CREATE TYPE http_header AS (field varchar, value varchar);
CREATE TYPE http_response AS (status integer, content_type varchar, headers http_header[], content varchar);
CREATE TYPE http_request AS (method http_method, uri varchar, headers http_header[], content_type varchar, content varchar);
CREATE FUNCTION http_header(field varchar, value varchar) RETURNS http_header LANGUAGE sql
  RETURN ROW(field, value)::http_header;
CREATE FUNCTION http(request http_request) RETURNS http_response LANGUAGE sql
  RETURN ROW(200, 'application/json', ARRAY[]::http_header[], '{}')::http_response;
${['get', 'head', 'delete'].map((method) => withoutContent(method)).join('')}
${['post', 'put', 'patch'].map((method) => withContent(method)).join('')}
CREATE FUNCTION http_delete(uri varchar, content varchar, content_type varchar) RETURNS http_response LANGUAGE sql
  RETURN http(ROW('DELETE', uri, NULL, content_type, content)::http_request);
CREATE FUNCTION urlencode("string" bytea) RETURNS text LANGUAGE sql IMMUTABLE STRICT
  RETURN (SELECT coalesce(string_agg(CASE WHEN chr(b) ~ '[A-Za-z0-9_.~-]' THEN chr(b) ELSE '%' || upper(lpad(to_hex(b), 2, '0')) END, '' ORDER BY i), '')
    FROM generate_series(0, length("string") - 1) i, LATERAL (SELECT get_byte("string", i) AS b) s);
CREATE FUNCTION urlencode("string" varchar) RETURNS text LANGUAGE sql IMMUTABLE STRICT
  RETURN urlencode(convert_to("string", 'UTF8'));
CREATE FUNCTION urlencode(data jsonb) RETURNS text LANGUAGE sql IMMUTABLE STRICT
  RETURN (SELECT string_agg(urlencode(key::varchar) || '=' || urlencode(value::varchar), '&') FROM jsonb_each_text(data));
CREATE FUNCTION http_get(uri varchar, data jsonb) RETURNS http_response LANGUAGE sql
  RETURN http(ROW('GET', uri || '?' || urlencode(data), NULL, NULL, NULL)::http_request);
CREATE FUNCTION http_post(uri varchar, data jsonb) RETURNS http_response LANGUAGE sql
  RETURN http(ROW('POST', uri, NULL, 'application/x-www-form-urlencoded', urlencode(data))::http_request);
CREATE FUNCTION http_set_curlopt(curlopt varchar, value varchar) RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION http_reset_curlopt() RETURNS boolean LANGUAGE sql RETURN true;
CREATE FUNCTION http_list_curlopt() RETURNS TABLE (curlopt text, value text) LANGUAGE sql AS 'SELECT NULL::text, NULL::text WHERE false';
CREATE FUNCTION bytea_to_text(data bytea) RETURNS text LANGUAGE sql IMMUTABLE RETURN convert_from(data, 'UTF8');
CREATE FUNCTION text_to_bytea(data text) RETURNS bytea LANGUAGE sql IMMUTABLE RETURN convert_to(data, 'UTF8');
CREATE FUNCTION http_headers(VARIADIC args text[]) RETURNS http_header[] LANGUAGE sql IMMUTABLE
  RETURN (SELECT array_agg(ROW(args[i], args[i + 1])::http_header) FROM generate_series(1, cardinality(args), 2) i);
`,
};

function withoutContent(method: string): string {
  return `CREATE FUNCTION http_${method}(uri varchar) RETURNS http_response LANGUAGE sql
  RETURN http(ROW('${method.toUpperCase()}', uri, NULL, NULL, NULL)::http_request);\n`;
}

function withContent(method: string): string {
  return `CREATE FUNCTION http_${method}(uri varchar, content varchar, content_type varchar) RETURNS http_response LANGUAGE sql
  RETURN http(ROW('${method.toUpperCase()}', uri, NULL, content_type, content)::http_request);\n`;
}
