create table a (x text default 'a');
