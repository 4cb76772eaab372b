create table t (a text);
create table holder (id integer, held t);
