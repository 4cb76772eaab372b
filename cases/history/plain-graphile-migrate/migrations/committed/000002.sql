--! Previous: sha1:0123456789abcdef0123456789abcdef01234567
--! Hash: sha1:89abcdef0123456789abcdef0123456789abcdef

ALTER TABLE users ADD COLUMN email text;
