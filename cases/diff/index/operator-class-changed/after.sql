create table t (a text);
create index t_a_idx on t (a text_pattern_ops);
