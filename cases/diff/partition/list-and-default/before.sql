create table t (region text, n integer) partition by list (region);
create table t_eu partition of t for values in ('de', 'fr');
