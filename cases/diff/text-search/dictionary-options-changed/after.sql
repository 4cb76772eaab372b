create text search dictionary d (template = pg_catalog.simple, stopwords = 'english', accept = 'false');
comment on text search dictionary d is 'ours';
