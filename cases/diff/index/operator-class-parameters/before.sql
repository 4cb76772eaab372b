create table t (at timestamptz, v tsvector);
create index t_v_idx on t using gist (v);
