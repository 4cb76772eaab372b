create table t (id integer generated always as identity, a text);
