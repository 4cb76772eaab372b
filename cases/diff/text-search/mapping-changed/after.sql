create text search configuration blog (copy = pg_catalog.simple);
alter text search configuration blog alter mapping for asciiword, word with english_stem;
alter text search configuration blog drop mapping for url, email;
