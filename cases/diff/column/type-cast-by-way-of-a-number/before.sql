CREATE TABLE columns_seen (
  id integer PRIMARY KEY,
  kind regtype DEFAULT 'bigint'::regtype,
  routine oid,
  machine macaddr,
  lasts interval DEFAULT '01:00'
);
