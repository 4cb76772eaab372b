CREATE TABLE visits (id bigint PRIMARY KEY, region text);
CREATE PUBLICATION europe FOR TABLE visits WHERE (region = 'eu');
