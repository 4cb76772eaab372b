create type region as enum ('eu', 'us', 'asia', 'africa');
create table t (id integer, region region) partition by list (region);
create table t_eu partition of t for values in ('eu');
create table t_us partition of t for values in ('us');
create table t_africa partition of t for values in ('africa');
