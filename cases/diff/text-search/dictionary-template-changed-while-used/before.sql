create text search dictionary d (template = pg_catalog.simple);
create text search configuration c (copy = pg_catalog.simple);
alter text search configuration c alter mapping for word with d;
