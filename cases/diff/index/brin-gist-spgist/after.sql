create table t (at timestamptz, p point, r int4range);
create index t_at_idx on t using brin (at) with (pages_per_range = 32, autosummarize = on);
create index t_p_idx on t using gist (p);
create index t_r_idx on t using spgist (r);
