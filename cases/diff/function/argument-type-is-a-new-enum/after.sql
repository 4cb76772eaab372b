create type color as enum ('red', 'green');
create function paint(color) returns color language sql as 'select $1';
create table t (c color default paint('red'));
