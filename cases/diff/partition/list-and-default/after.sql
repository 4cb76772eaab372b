create table t (region text, n integer) partition by list (region);
create table t_eu partition of t for values in ('de', 'fr', 'it');
create table t_null partition of t for values in (null);
create table t_other partition of t default;
