create table t (id integer primary key, code text, constraint t_code_key unique (code));
create table u (code text references t (code) on update cascade);
