CREATE TABLE t (at timestamptz);
CREATE INDEX t_day_idx ON t (date_trunc('day', at));
