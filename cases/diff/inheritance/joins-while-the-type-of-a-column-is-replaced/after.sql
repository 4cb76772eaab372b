create type state as enum ('new', 'done');
create table item (id int, is_in state);
create table task (id int, is_in state) inherits (item);
create table note (id int, is_in state) inherits (task);
create table part (id int, is_in state) partition by list (id);
create table part_1 partition of part for values in (1);
create table part_2 (id int, is_in state);
