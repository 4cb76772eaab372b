create table a (code text);
create table b (code text, constraint code_key unique (code));
