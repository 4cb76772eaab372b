create table t (id integer primary key, code text, constraint t_code_key unique (code) deferrable);
create table u (code text);
