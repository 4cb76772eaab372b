create table t (id integer primary key, code text not null);
create unique index t_code_key on t (code);
alter table t replica identity using index t_code_key;
