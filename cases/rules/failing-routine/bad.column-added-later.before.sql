CREATE TABLE parcels (id bigint PRIMARY KEY, label text NOT NULL);
CREATE FUNCTION count_size(parcel bigint) RETURNS bigint LANGUAGE plpgsql STABLE AS $$
DECLARE
  size bigint := 1;
BEGIN
  SELECT length(p.label) + size INTO size FROM parcels p WHERE p.id = parcel;
  RETURN size;
END $$;
