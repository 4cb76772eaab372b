CREATE TABLE visits (id bigint, region text, PRIMARY KEY (region, id));
CREATE PUBLICATION europe FOR TABLE visits (id, region) WHERE (region = 'eu');
CREATE TABLE all_of_it (id bigint PRIMARY KEY, "Region" text);
ALTER TABLE all_of_it REPLICA IDENTITY FULL;
CREATE PUBLICATION asia FOR TABLE all_of_it WHERE ("Region" = 'as');
CREATE PUBLICATION inserted FOR TABLE orders (total) WHERE (total > 9) WITH (publish = 'insert');
