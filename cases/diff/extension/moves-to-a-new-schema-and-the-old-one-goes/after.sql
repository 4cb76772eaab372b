CREATE SCHEMA equipment;
CREATE EXTENSION hstore SCHEMA equipment;
CREATE TABLE items (id integer PRIMARY KEY, tags equipment.hstore DEFAULT '', price equipment.hstore[]);
CREATE INDEX items_tags ON items USING gin (tags);
