import type { StandInSource } from './stand-in.ts';

export const supabaseVault: StandInSource = {
  name: 'supabase_vault',
  version: '0.3.1',
  schema: 'vault',
  relocatable: false,
  requires: [],
  comment: 'Supabase Vault Extension',
  note: 'Secrets are kept in vault.secrets as they are given: nothing is encrypted.',
  sql: `
CREATE TABLE vault.secrets (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  name text,
  description text NOT NULL DEFAULT '',
  secret text NOT NULL,
  key_id uuid,
  nonce bytea DEFAULT decode(md5(random()::text), 'hex'),
  created_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP,
  updated_at timestamptz NOT NULL DEFAULT CURRENT_TIMESTAMP
);
CREATE UNIQUE INDEX secrets_name_idx ON vault.secrets (name) WHERE name IS NOT NULL;
CREATE VIEW vault.decrypted_secrets AS
  SELECT id, name, description, secret, secret AS decrypted_secret, key_id, nonce, created_at, updated_at FROM vault.secrets;
CREATE FUNCTION vault.create_secret(
  new_secret text, new_name text DEFAULT NULL, new_description text DEFAULT '', new_key_id uuid DEFAULT NULL
) RETURNS uuid LANGUAGE sql AS $f$
  INSERT INTO vault.secrets (secret, name, description, key_id)
  VALUES (new_secret, new_name, new_description, new_key_id) RETURNING id
$f$;
CREATE FUNCTION vault.update_secret(
  secret_id uuid, new_secret text DEFAULT NULL, new_name text DEFAULT NULL, new_description text DEFAULT NULL,
  new_key_id uuid DEFAULT NULL
) RETURNS void LANGUAGE sql AS $f$
  UPDATE vault.secrets SET secret = coalesce(new_secret, secret), name = coalesce(new_name, name),
    description = coalesce(new_description, description), key_id = coalesce(new_key_id, key_id), updated_at = now()
  WHERE id = secret_id
$f$;
CREATE FUNCTION vault._crypto_aead_det_noncegen() RETURNS bytea LANGUAGE sql AS $f$ SELECT decode(md5(random()::text), 'hex') $f$;
CREATE FUNCTION vault._crypto_aead_det_encrypt(
  message bytea, additional bytea, key_id bigint, context bytea DEFAULT 'pgsodium', nonce bytea DEFAULT NULL
) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT message';
CREATE FUNCTION vault._crypto_aead_det_decrypt(
  message bytea, additional bytea, key_id bigint, context bytea DEFAULT 'pgsodium', nonce bytea DEFAULT NULL
) RETURNS bytea LANGUAGE sql IMMUTABLE AS 'SELECT message';
DO $do$ BEGIN
  IF to_regrole('service_role') IS NOT NULL THEN
    GRANT SELECT, DELETE ON vault.secrets, vault.decrypted_secrets TO service_role;
  END IF;
END $do$;
`,
};
