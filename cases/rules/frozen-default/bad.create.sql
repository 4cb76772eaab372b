CREATE TABLE visits (id bigint PRIMARY KEY, at time DEFAULT 'now');
