create text search dictionary d (template = pg_catalog.simple, stopwords = 'english');
