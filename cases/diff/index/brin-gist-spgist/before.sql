create table t (at timestamptz, p point, r int4range);
