import type { StandInSource } from './stand-in.ts';

export const pgjwt: StandInSource = {
  name: 'pgjwt',
  version: '0.2.0',
  relocatable: true,
  requires: ['pgcrypto'],
  comment: 'JSON Web Token API for Postgresql',
  note: 'Tokens are really signed and verified (HS256, HS384, HS512) with pgcrypto.',
  sql: `
CREATE FUNCTION url_encode(data bytea) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN translate(encode(data, 'base64'), E'+/=\\n', '-_');
CREATE FUNCTION url_decode(data text) RETURNS bytea LANGUAGE sql IMMUTABLE
  RETURN decode(rpad(translate(data, '-_', '+/'), (length(data) + 3) / 4 * 4, '='), 'base64');
CREATE FUNCTION algorithm_sign(signables text, secret text, algorithm text) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN url_encode(hmac(signables, secret, replace(algorithm, 'HS', 'sha')));
CREATE FUNCTION sign(payload json, secret text, algorithm text DEFAULT 'HS256') RETURNS text LANGUAGE sql IMMUTABLE
  RETURN (SELECT signed || '.' || algorithm_sign(signed, secret, algorithm)
    FROM (SELECT url_encode(convert_to(json_build_object('alg', algorithm, 'typ', 'JWT')::text, 'UTF8')) || '.'
      || url_encode(convert_to(payload::text, 'UTF8')) AS signed) s);
CREATE FUNCTION try_cast_double(inp text) RETURNS double precision LANGUAGE sql IMMUTABLE
  RETURN CASE WHEN pg_input_is_valid(inp, 'double precision') THEN inp::double precision END;
CREATE FUNCTION verify(token text, secret text, algorithm text DEFAULT 'HS256')
RETURNS TABLE (header json, payload json, valid boolean) LANGUAGE sql IMMUTABLE
BEGIN ATOMIC
  SELECT h, p, signature = algorithm_sign(signed, secret, algorithm)
    AND tstzrange(to_timestamp(try_cast_double(p ->> 'nbf')), to_timestamp(try_cast_double(p ->> 'exp'))) @> CURRENT_TIMESTAMP
  FROM (SELECT convert_from(url_decode(split_part(token, '.', 1)), 'UTF8')::json AS h,
    convert_from(url_decode(split_part(token, '.', 2)), 'UTF8')::json AS p,
    split_part(token, '.', 3) AS signature,
    split_part(token, '.', 1) || '.' || split_part(token, '.', 2) AS signed) parts;
END;
`,
};
