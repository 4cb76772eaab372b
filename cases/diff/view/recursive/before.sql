create table nodes (id integer primary key, parent integer);
