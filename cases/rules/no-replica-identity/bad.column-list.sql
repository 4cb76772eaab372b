CREATE TABLE visits (id bigint PRIMARY KEY, region text);
CREATE PUBLICATION regions FOR TABLE visits (region);
