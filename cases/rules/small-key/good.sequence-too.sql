ALTER TABLE clicks ALTER COLUMN id TYPE bigint;
ALTER SEQUENCE clicks_id_seq AS bigint;
