create table t (id integer primary key, a text, b integer, c date, d numeric, e boolean);
