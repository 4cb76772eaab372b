import { spanOf } from './adapt.ts';
import type { StandInSource } from './stand-in.ts';

/** Roles of the whole server, so that they may be there already. */
const roles = ['pgsodium_keyiduser', 'pgsodium_keyholder', 'pgsodium_keymaker']
  .map(
    (role) =>
      `DO $r$ BEGIN CREATE ROLE ${role}; EXCEPTION WHEN duplicate_object THEN NULL; END $r$;
GRANT ${role} TO @extowner@ WITH ADMIN OPTION;`,
  )
  .join('\n');

/** Encryption leaves the message as it is, so that what is encrypted can be decrypted. */
function cipher(name: string, more: readonly string[]): string {
  return ['encrypt', 'decrypt']
    .flatMap((way) =>
      ['key uuid', 'key bytea', 'key_id bigint, context bytea'].map(
        (key) =>
          `CREATE FUNCTION pgsodium.${name}_${way}(message bytea, ${[...more, key].join(', ')}, nonce bytea DEFAULT NULL) ` +
          `RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT message';`,
      ),
    )
    .join('\n');
}

function constants(): string {
  return ['randombytes_random() integer', 'randombytes_uniform(upper_bound integer) integer']
    .map(
      (f) =>
        `CREATE FUNCTION pgsodium.${f.replace(') integer', ') RETURNS integer')} LANGUAGE sql AS 'SELECT 4';`,
    )
    .join('\n');
}

export const pgsodium: StandInSource = {
  name: 'pgsodium',
  version: '3.1.9',
  schema: 'pgsodium',
  relocatable: false,
  requires: [],
  comment: 'Postgres extension for libsodium functions',
  note: 'Keys are rows of pgsodium.key; encryption returns the message unchanged, random numbers are constant, security labels are left out and the views that they would make are missing.',
  sql: `
${roles}
CREATE TYPE pgsodium.key_status AS ENUM ('default', 'valid', 'invalid', 'expired');
CREATE TYPE pgsodium.key_type AS ENUM ('aead-ietf', 'aead-det', 'hmacsha512', 'hmacsha256', 'auth', 'shorthash',
  'generichash', 'kdf', 'secretbox', 'secretstream', 'stream_xchacha20');
CREATE TYPE pgsodium.crypto_box_keypair AS (public bytea, secret bytea);
CREATE TYPE pgsodium.crypto_sign_keypair AS (public bytea, secret bytea);
CREATE SEQUENCE pgsodium.key_key_id_seq;
CREATE TABLE pgsodium.key (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  status pgsodium.key_status DEFAULT 'valid',
  created timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  expires timestamptz,
  key_type pgsodium.key_type,
  key_id bigint DEFAULT nextval('pgsodium.key_key_id_seq'),
  key_context bytea DEFAULT '\\x7067736f6469756d' CHECK (length(key_context) = 8),
  name text UNIQUE,
  associated_data text DEFAULT 'associated',
  raw_key bytea,
  raw_key_nonce bytea,
  parent_key uuid REFERENCES pgsodium.key (id),
  comment text,
  user_data text
);
CREATE VIEW pgsodium.valid_key AS
  SELECT id, name, status, key_type, key_id, key_context, created, expires, associated_data FROM pgsodium.key
  WHERE status IN ('valid', 'default') AND (expires IS NULL OR expires > now());
CREATE VIEW pgsodium.decrypted_key AS
  SELECT id, status, created, expires, key_type, key_id, key_context, name, associated_data, raw_key,
    raw_key AS decrypted_raw_key, raw_key_nonce, parent_key, comment FROM pgsodium.key;
CREATE FUNCTION pgsodium.create_key(
  key_type pgsodium.key_type DEFAULT 'aead-det', name text DEFAULT NULL, raw_key bytea DEFAULT NULL,
  raw_key_nonce bytea DEFAULT NULL, parent_key uuid DEFAULT NULL, key_context bytea DEFAULT '\\x7067736f6469756d',
  expires timestamptz DEFAULT NULL, associated_data text DEFAULT ''
) RETURNS pgsodium.valid_key LANGUAGE sql AS $f$
  INSERT INTO pgsodium.key (key_type, name, raw_key, raw_key_nonce, parent_key, key_context, expires, associated_data)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
  RETURNING id, name, status, key_type, key_id, key_context, created, expires, associated_data
$f$;
CREATE FUNCTION pgsodium.get_key_by_id(uuid) RETURNS pgsodium.valid_key LANGUAGE sql STABLE AS
  'SELECT * FROM pgsodium.valid_key WHERE id = $1';
CREATE FUNCTION pgsodium.get_key_by_name(text) RETURNS pgsodium.valid_key LANGUAGE sql STABLE AS
  'SELECT * FROM pgsodium.valid_key WHERE name = $1';
${cipher('crypto_aead_det', ['additional bytea'])}
${cipher('crypto_aead_ietf', ['additional bytea'])}
${cipher('crypto_secretbox', [])}
${['aead_det', 'aead_ietf', 'secretbox', 'box', 'stream_xchacha20']
  .flatMap((kind) => ['noncegen', 'keygen'].map((what) => `crypto_${kind}_${what}`))
  .concat('crypto_auth_keygen', 'crypto_kdf_keygen', 'crypto_generichash_keygen', 'crypto_shorthash_keygen')
  .map(
    (name) =>
      `CREATE FUNCTION pgsodium.${name}() RETURNS bytea LANGUAGE sql AS $f$ SELECT decode(md5('${name}'), 'hex') $f$;`,
  )
  .join('\n')}
${['generichash', 'shorthash', 'hash_sha256', 'hash_sha512']
  .map(
    (name) =>
      `CREATE FUNCTION pgsodium.crypto_${name}(message bytea, key bytea DEFAULT NULL) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT sha256(message)';`,
  )
  .join('\n')}
CREATE FUNCTION pgsodium.derive_key(key_id bigint, key_len integer DEFAULT 32, context bytea DEFAULT 'pgsodium')
  RETURNS bytea LANGUAGE sql IMMUTABLE AS $f$ SELECT sha256(convert_to(key_id::text, 'UTF8')) $f$;
CREATE FUNCTION pgsodium.randombytes_buf(size integer) RETURNS bytea LANGUAGE sql AS
  $f$ SELECT decode(repeat('5a', size), 'hex') $f$;
CREATE FUNCTION pgsodium.randombytes_new_seed() RETURNS bytea LANGUAGE sql AS $f$ SELECT decode(repeat('5a', 32), 'hex') $f$;
${constants()}
CREATE FUNCTION pgsodium.update_masks(debug boolean DEFAULT false) RETURNS void LANGUAGE sql AS '';
CREATE FUNCTION pgsodium.has_mask(role regrole, source_name text) RETURNS boolean LANGUAGE sql AS 'SELECT false';
GRANT USAGE ON SCHEMA pgsodium TO pgsodium_keyiduser, pgsodium_keyholder, pgsodium_keymaker;
`,
  leaveOut: (code) =>
    [...code.matchAll(/\bSECURITY\s+LABEL\s+FOR\s+"?pgsodium"?\s[^;]*;?/gi)].map((match) => spanOf(match)),
};
