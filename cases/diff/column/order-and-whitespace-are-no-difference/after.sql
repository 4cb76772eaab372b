create table t (
  c date,
  a integer,

  b text
);
