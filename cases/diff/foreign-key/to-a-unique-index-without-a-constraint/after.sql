create table a (id integer primary key, code text);
create unique index a_code_idx on a (code);
create table b (code text references a (code));
