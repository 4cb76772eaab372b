create table dept (id integer primary key, parent integer);
