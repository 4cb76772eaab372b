create collation sorting (provider = icu, locale = 'de');
create table t (k text collate "C") partition by range (k collate sorting);
create table t_1 partition of t for values from ('a') to ('n');
