create table t (a integer constraint one not null primary key, b integer constraint two not null, c integer constraint three not null, d text constraint four not null);
create table usual (e integer, f integer not null);
create table parent (x integer constraint one not null, y integer constraint two not null);
create table child () inherits (parent);
create table grandchild () inherits (child);
create table kid (k integer) inherits (parent);
create table above_other (v integer constraint one not null, w integer constraint two not null);
create table other (v integer constraint one not null) inherits (above_other);
