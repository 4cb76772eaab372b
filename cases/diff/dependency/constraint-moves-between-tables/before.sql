create table a (code text, constraint code_key unique (code));
create table b (code text);
