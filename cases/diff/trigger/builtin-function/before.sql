create table t (id integer, v tsvector, title text);
