create type comp as (x int, y text collate "C");
create table part (k text, v comp) partition by range (k);
create table part_a partition of part for values from (minvalue) to ('n');
