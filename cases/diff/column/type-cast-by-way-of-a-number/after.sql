CREATE TABLE columns_seen (
  id integer PRIMARY KEY,
  kind oid DEFAULT 20,
  routine regproc,
  machine macaddr8,
  lasts time with time zone DEFAULT '01:00+00'
);
