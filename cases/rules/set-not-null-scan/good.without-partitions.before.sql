CREATE TABLE visits (id bigint, at date NOT NULL, kind text) PARTITION BY RANGE (at);
