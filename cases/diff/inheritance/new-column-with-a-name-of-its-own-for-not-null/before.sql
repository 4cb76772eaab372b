create table t (id integer not null, primary key (id));
create table c (primary key (id)) inherits (t);
