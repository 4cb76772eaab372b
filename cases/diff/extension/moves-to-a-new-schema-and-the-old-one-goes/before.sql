CREATE SCHEMA tools;
CREATE EXTENSION hstore SCHEMA tools;
CREATE TABLE items (id integer PRIMARY KEY, tags tools.hstore DEFAULT '', price tools.hstore[]);
CREATE INDEX items_tags ON items USING gin (tags);
