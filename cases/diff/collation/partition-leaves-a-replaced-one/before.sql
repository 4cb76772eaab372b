create collation sorting (provider = icu, locale = 'sv');
create table t (k text collate sorting) partition by range (k);
create table t_1 partition of t for values from ('a') to ('n');
