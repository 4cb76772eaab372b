create table t (a integer primary key, b integer unique);
comment on constraint t_pkey on t is 'key';
comment on index t_pkey is 'index of the key';
comment on index t_b_key is 'index';
comment on constraint t_a_not_null on t is 'never empty';
