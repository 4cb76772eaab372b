create table t (region text, at date) partition by list (region);
create table t_eu partition of t for values in ('eu') partition by range (at);
create table t_eu_2024 partition of t_eu for values from ('2024-01-01') to ('2025-01-01');
create table t_eu_rest partition of t_eu default;
