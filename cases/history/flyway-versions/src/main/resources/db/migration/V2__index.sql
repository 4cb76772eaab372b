create index concurrently on users (id);
