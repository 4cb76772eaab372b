create text search configuration blog (copy = pg_catalog.simple);
