CREATE DOMAIN page_count AS bigint;
