create table t (a text, n integer generated always as identity);
create table holder (id integer, held t);
