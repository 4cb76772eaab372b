create collation exact (provider = builtin, locale = 'C.UTF-8');
create table t (id integer primary key, name text collate exact);
