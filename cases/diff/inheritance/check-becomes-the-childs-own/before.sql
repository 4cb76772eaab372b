create table a (x integer, constraint k check (x > 0), constraint l check (x > 1) no inherit);
create table b (w integer) inherits (a);
