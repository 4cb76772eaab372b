create table t (name text, at timestamptz) partition by range (lower(name) collate "C" text_pattern_ops, (date_trunc('month', at, 'UTC')));
create table t_1 partition of t for values from ('a', '2024-01-01') to ('n', '2024-02-01');
