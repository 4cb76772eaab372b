create text search dictionary blog_dict (template = pg_catalog.simple, stopwords = 'english');
create text search configuration blog (copy = pg_catalog.simple);
alter text search configuration blog alter mapping for asciiword with blog_dict, pg_catalog.simple;
