create type comp as (x int, y text collate "POSIX");
create table part (k text collate "C", v comp) partition by range (k);
create table part_a partition of part for values from (minvalue) to ('n');
