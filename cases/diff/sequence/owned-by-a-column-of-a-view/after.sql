CREATE TABLE item (id bigint, name text);
CREATE VIEW items AS SELECT id, name FROM item;
CREATE SEQUENCE item_ids;
ALTER VIEW items ALTER COLUMN id SET DEFAULT nextval('item_ids');
ALTER SEQUENCE item_ids OWNED BY items.id;
