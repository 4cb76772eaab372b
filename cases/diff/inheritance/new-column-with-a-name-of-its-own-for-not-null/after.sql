create table t (idx integer not null, primary key (idx));
create table c (primary key (idx)) inherits (t);
