create type state as enum ('new', 'open', 'done');
create table item (id int, is_in state);
create table task (id int, is_in state);
create table note (id int, is_in state);
create table part (id int, is_in state) partition by list (id);
create table part_1 (id int, is_in state);
create table part_2 partition of part for values in (2);
