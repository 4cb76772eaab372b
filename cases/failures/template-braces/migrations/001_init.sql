CREATE TABLE IF NOT EXISTS {{schema}}.tickets (id bigint PRIMARY KEY);
ALTER TABLE ${schema~}.tickets ADD state text;
