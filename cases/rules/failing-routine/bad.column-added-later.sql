ALTER TABLE parcels ADD COLUMN size bigint;
